package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.testing.Answers;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// An answer to a request that was given up is none to the next one, though both ask for the same
/// register.
final class LateAnswerTest {

  /// 9.99 V instead of 13.31 V, to tell two answers apart.
  private static final byte[] OLD = Answers.answer(0x03, Answers.BASIC.replace("0533", "03e7"));

  private final FakeTime time = new FakeTime();

  @Test
  void answersTheRequestThatWasGivenUp() throws Exception {
    // The first is 1.7 s late, the second 0.3 s.
    assertThat(read(late(1700, OLD), late(300, Answers.basic()))).isEqualTo(13.31);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(1800));
  }

  /// Both 2 s late: at 2 s and at 3.5 s, after the second was given 1.5 s.
  @Test
  void isWaitedForWhereAllAnswersAreLate() throws Exception {
    assertThat(read(late(2000, OLD), late(2000, Answers.basic()))).isEqualTo(13.31);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(3500));
  }

  @Test
  void isOneOfThree() throws Exception {
    assertThat(read(late(3200, OLD), late(3200, OLD), late(3200, Answers.basic())))
        .isEqualTo(13.31);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(6200));
  }

  /// Together, as a bridge that stalled delivers them.
  @Test
  void comesInOneFragmentWithTheOther() throws Exception {
    byte[] both = new byte[2 * OLD.length];
    System.arraycopy(OLD, 0, both, 0, OLD.length);
    System.arraycopy(Answers.basic(), 0, both, OLD.length, OLD.length);

    assertThat(read(Reply.silence(), late(100, both))).isEqualTo(13.31);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(1600));
  }

  /// The first was lost. That is believed when the second is not answered as late as that would be.
  @Test
  void isNotWaitedForForEver() throws Exception {
    assertThat(read(Reply.silence(), late(100, Answers.basic()))).isEqualTo(13.31);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(1600 + 1500 + 250));
  }

  /// A broken answer came in its time; the next is that of the second request.
  @Test
  void isNotWaitedForAfterABrokenOne() throws Exception {
    byte[] broken = OLD.clone();
    broken[10] ^= 1;

    assertThat(read(Reply.of(broken), late(100, Answers.basic()))).isEqualTo(13.31);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(1600));
  }

  /// A BMS answers in order, so nothing can come for a register that was asked for before another
  /// one that is answered.
  @Test
  void isOverWhenAnotherRegisterIsAnswered() throws Exception {
    ScriptedConnection link = link(Reply.silence(), Reply.silence(), Reply.silence());
    link.otherwise(Answers::to);
    BmsClient client = new BmsClient(link, time);
    try {
      client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED);
    } catch (ExchangeException e) {
      assertThat(e).hasMessageContaining("no answer after 3 tries");
    }
    client.read(CellVoltages.REGISTER, BmsClient.Retry.REQUIRED);
    Duration before = time.elapsed();

    client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED);

    assertThat(time.elapsed()).isEqualTo(before);
  }

  private double read(Reply... script) throws Exception {
    return new BmsClient(link(script), time)
        .read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED)
        .voltage();
  }

  private ScriptedConnection link(Reply... script) {
    return new ScriptedConnection(time, script);
  }

  private static Reply late(int millis, byte[] answer) {
    return Reply.silence().then(Duration.ofMillis(millis), answer);
  }
}
