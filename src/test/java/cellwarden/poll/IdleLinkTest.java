package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.energy.EnergyLog;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import cellwarden.transport.BleAddress.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A link that is kept between two readings, of which some modules let go when nothing is asked.
final class IdleLinkTest {

  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final BatteryConfig KEPT = Batteries.named("myBattery").withKeepAlive(true);

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final RecordingSink sink = new RecordingSink();

  /// What was asked, such as `12 04`: seconds and register.
  private final List<String> asked = new ArrayList<>();

  @Test
  void isAskedForSomethingAllTheTimeThatIsNotPublished() {
    transport.opens(link(Answers::to));

    run(KEPT, Duration.ofSeconds(39));

    assertThat(asked)
        .containsExactly(
            "0 03", "0 04", "0 05", "6 04", "12 04", "18 04", "20 03", "20 04", "26 04", "32 04",
            "38 04");
    assertThat(sink.samples()).hasSize(2);
    assertThat(transport.connects()).isEqualTo(1);
    transport.assertAllClosed();
  }

  @Test
  void isLeftAloneWhereItIsNoBluetooth() {
    transport.opens(new ScriptedConnection(time).otherwise(this::noted));

    run(KEPT, Duration.ofSeconds(19));

    assertThat(asked).containsExactly("0 03", "0 04", "0 05");
  }

  @Test
  void isNotKeptUnlessTheSettingsSaySo() {
    transport.opens(link(Answers::to));

    run(Batteries.named("myBattery"), Duration.ofSeconds(19));

    assertThat(asked).containsExactly("0 03", "0 04", "0 05");
    transport.assertAllClosed();
  }

  /// Neither a fault nor a connect before its time: the next reading opens another.
  @Test
  void isClosedWhereItHasEndedAndOpenedAgainByTheNextReading() {
    ScriptedConnection lost = link(request -> lostAfter(Duration.ofSeconds(6), request));
    ScriptedConnection silent =
        link(request -> time.elapsed().toSeconds() < 26 ? Answers.to(request) : Reply.silence());
    transport.opens(lost).opens(silent).opens(link(Answers::to));

    run(KEPT, Duration.ofSeconds(41));

    assertThat(sink.samples()).hasSize(3);
    assertThat(sink.events()).as("no fault").hasSize(3);
    assertThat(transport.connects()).isEqualTo(3);
    assertThat(asked)
        .containsSequence("6 04", "20 03", "20 04")
        .containsSubsequence("26 04", "27 04", "29 04", "40 03");
  }

  @Test
  void isLetGoInAPause() {
    ScriptedConnection first = link(Answers::to);
    transport.opens(first).otherwise(() -> link(Answers::to));
    BatteryPoller poller = poller(KEPT, Duration.ofSeconds(21));
    poller.pause(Duration.ofSeconds(15));

    poller.run();

    assertThat(asked).startsWith("0 03", "0 04", "0 05", "15 03", "15 04", "20 03");
  }

  private Reply lostAfter(Duration moment, String request) {
    return time.elapsed().compareTo(moment) < 0 ? Answers.to(request) : Reply.lost();
  }

  private void run(BatteryConfig battery, Duration duration) {
    poller(battery, duration).run();
  }

  private BatteryPoller poller(BatteryConfig battery, Duration duration) {
    time.endAfter(duration);
    return new BatteryPoller(
        "myBattery",
        new BatteryReader(battery, transport, RefusedPasswords.inMemory(), time, new Random(1)),
        INTERVAL,
        sink,
        _ -> Optional.of(EnergyLog.Start.unknown(1)),
        time,
        new Random(2),
        Duration.ZERO);
  }

  private ScriptedConnection link(Function<String, Reply> answers) {
    return new ScriptedConnection(time)
        .over(Stack.KERNEL)
        .otherwise(request -> {
          note(request);
          return answers.apply(request);
        });
  }

  private Reply noted(String request) {
    note(request);
    return Answers.to(request);
  }

  private void note(String request) {
    asked.add(time.elapsed().toSeconds() + " " + request.substring(4, 6));
  }
}
