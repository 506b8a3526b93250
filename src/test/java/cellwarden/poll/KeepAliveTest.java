package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeepAliveTest {

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final BatteryConfig settings =
      Batteries.settling(Batteries.named("myBattery").withKeepAlive(true), Duration.ofMillis(500));

  @Test
  void readsOverTheSameConnectionWithoutSettlingAgain() throws Exception {
    transport.opens(link().otherwise(Answers::to));
    try (BatteryReader reader = reader()) {
      reader.read();
      Link second = reader.read().link();

      assertThat(transport.connects()).isEqualTo(1);
      assertThat(second.attempts()).as("connects that it took").isZero();
      assertThat(time.pauses()).containsExactly(Duration.ofMillis(500));
    }
    transport.assertAllClosed();
  }

  @Test
  void opensANewConnectionAfterTheOldOneWasLost() throws Exception {
    ScriptedConnection first =
        link(
                Reply.of(Answers.basic()),
                Reply.of(Answers.cells()),
                Reply.of(Answers.model()),
                Reply.lost())
            .otherwise(Answers::to);
    transport.opens(first).opens(link().otherwise(Answers::to));
    try (BatteryReader reader = reader()) {
      reader.read();
      Link second = reader.read().link();

      assertThat(first.isOpen()).isFalse();
      assertThat(transport.connects()).isEqualTo(2);
      assertThat(second.attempts()).as("connects that it took").isEqualTo(1);
    }
    transport.assertAllClosed();
  }

  @Test
  void opensANewConnectionWhenTheOldOneFallsSilent() throws Exception {
    ScriptedConnection first =
        link(Reply.of(Answers.basic()), Reply.of(Answers.cells()), Reply.of(Answers.model()));
    transport.opens(first).opens(link().otherwise(Answers::to));
    try (BatteryReader reader = reader()) {
      reader.read();

      assertThat(reader.read().values().get(Metric.SOC)).isEqualTo(87);
      assertThat(first.isOpen()).isFalse();
    }
  }

  @Test
  void opensANewConnectionWhenTooMuchCameUnasked() throws Exception {
    byte[][] old = new byte[1000][];
    Arrays.fill(old, Answers.answer(0x03, Answers.BASIC.replace("0533", "03e7")));
    ScriptedConnection first =
        link(
                Reply.of(Answers.basic()),
                Reply.of(Answers.cells()),
                Reply.of(Answers.model()).then(Duration.ofSeconds(1), old))
            .otherwise(Answers::to);
    transport.opens(first).opens(link().otherwise(Answers::to));
    try (BatteryReader reader = reader()) {
      reader.read();
      time.advance(Duration.ofSeconds(30));

      assertThat(reader.read().values().get(Metric.VOLTAGE)).isEqualTo(13.31);
      assertThat(first.isOpen()).isFalse();
      assertThat(transport.connects()).isEqualTo(2);
    }
    transport.assertAllClosed();
  }

  @Test
  void closesWhatItKeptWhenItEnds() throws Exception {
    ScriptedConnection link = link().otherwise(Answers::to);
    transport.opens(link);
    BatteryReader reader = reader();
    reader.read();
    assertThat(link.isOpen()).isTrue();

    reader.close();
    reader.close();

    assertThat(link.isOpen()).isFalse();
  }

  private BatteryReader reader() {
    return new BatteryReader(settings, transport, RefusedPasswords.inMemory(), time, new Random(1));
  }

  private ScriptedConnection link(Reply... script) {
    return new ScriptedConnection(time, script);
  }
}
