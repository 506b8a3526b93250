package cellwarden.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.PhoneLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BtsnoopTest {

  /// A read of register 04, and its answer of two cells, 3.328 V and 3.327 V.
  private static final String REQUEST = "dda50400fffc77";

  private static final String ANSWER = "dd0400040d000cfffee477";

  @ParameterizedTest
  @ValueSource(ints = {1002, 2001})
  void takesWhatCarriesFramesAndLeavesTheRest(int type) throws IOException {
    PhoneLog log =
        new PhoneLog(type)
            .event("0e0401050000")
            .write(0x40, 0x15, REQUEST)
            .write(0x41, 0x22, "0102")
            .after(70_000)
            .notify(0x40, 0x12, ANSWER.substring(0, 14))
            .notify(0x40, 0x30, "64")
            .after(500)
            .notify(0x40, 0x12, ANSWER.substring(14));

    Btsnoop.Recording recording = read(log.bytes());

    assertThat(recording.torn()).isFalse();
    assertThat(recording.lines())
        .extracting(CaptureLine::toString)
        .containsExactly(
            "2026-11-22T14:00:00Z > " + REQUEST,
            "2026-11-22T14:00:00.070Z < dd0400040d000c",
            "2026-11-22T14:00:00.070500Z < fffee477");
    assertThat(recording.lines()).extracting(CaptureLine::link).containsOnly(0x40);
  }

  @Test
  void joinsWhatTheControllerParted() throws IOException {
    PhoneLog log = new PhoneLog(1002).notifyInTwo(0x40, 0x12, ANSWER, 5);
    assertThat(read(log.bytes()).lines())
        .extracting(line -> line.bytes().hex())
        .containsExactly(ANSWER);
  }

  /// Wherever it breaks off: what was whole before is there.
  @Test
  void logThatBreaksOffIsTorn() throws IOException {
    byte[] first = new PhoneLog(1002).notify(0x40, 0x12, ANSWER).bytes();
    byte[] whole = new PhoneLog(1002).notify(0x40, 0x12, ANSWER).notify(0x40, 0x12, ANSWER).bytes();
    for (int end = first.length + 1; end < whole.length; end++) {
      Btsnoop.Recording recording = read(Arrays.copyOf(whole, end));
      assertThat(recording.torn()).as("cut at %d", end).isTrue();
      assertThat(recording.lines()).hasSize(1);
    }
  }

  @Test
  void saysWhereNoFramesAre() {
    byte[] log = new PhoneLog(1002).notify(0x40, 0x12, "0102").bytes();
    assertThatThrownBy(() -> read(log))
        .isInstanceOf(CaptureException.class)
        .hasMessage(
            "holds no frames of a JBD BMS among 1 values of Bluetooth attributes; record it while the phone app"
                + " shows the battery");
    assertThatThrownBy(() -> read(new PhoneLog(1003).bytes()))
        .hasMessageStartingWith("holds packets of the kind 1003, which");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b", "bt", "btsnoop", "btsnoop\1", "bd05", "dd", "bb bb"})
  void givesBackWhatIsNone(String text) throws IOException {
    PushbackInputStream in = stream(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(Btsnoop.startsAt(in)).isFalse();
    assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo(text);
  }

  private static Btsnoop.Recording read(byte[] log) throws IOException {
    PushbackInputStream in = stream(log);
    assertThat(Btsnoop.startsAt(in)).isTrue();
    return Btsnoop.read(in);
  }

  private static PushbackInputStream stream(byte[] bytes) {
    return new PushbackInputStream(new ByteArrayInputStream(bytes), Btsnoop.PUSHBACK);
  }
}
