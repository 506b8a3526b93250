package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.EncodedEvent;
import cellwarden.output.Output;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The line that `systemctl status` shows.
final class ServiceStatusTest {

  private final FakeTime time = new FakeTime();
  private final EndedPolls ended = new EndedPolls(_ -> {}, time);
  private final List<BatteryControl> batteries = new ArrayList<>();
  private boolean journalFails;
  private String broker = "broker connected";

  @Test
  void saysThatAllIsWell() {
    add("a", 0, 0, false);
    read("a");
    assertThat(words()).isEqualTo("a read within the last minute; broker connected");
    add("b", 0, 0, false);
    add("c", 1, 1, false);
    read("b");
    read("c");
    time.advance(Duration.ofSeconds(61));
    assertThat(words()).isEqualTo("3 batteries, all read within the last 2 min; broker connected");
  }

  @Test
  void namesTheBatteriesThatAreSilent() {
    add("a", 0, 0, false);
    add("b", 9, 9, false);
    add("c", 3, 3, false);
    add("d", 0, 0, true);
    add("e", 0, 0, false);
    read("b");
    time.advance(Duration.ofMinutes(12));
    read("a");
    assertThat(words())
        .isEqualTo(
            "1 of 5 batteries read within the last minute, b silent for 12 min,"
                + " c silent since the start, d paused, 1 more not read; broker connected");
  }

  @Test
  void saysWhatWaitsAndWhatFails() {
    add("myBattery", 0, 0, false);
    broker = "broker unreachable, 340 samples wait in the journal";
    journalFails = true;
    assertThat(words())
        .isEqualTo(
            "myBattery not read yet; the journal cannot be written;"
                + " broker unreachable, 340 samples wait in the journal");
  }

  @Test
  void countsHoursAndDays() {
    add("a", 9, 9, false);
    read("a");
    time.advance(Duration.ofHours(47));
    assertThat(words()).startsWith("a silent for 47 h;");
    time.advance(Duration.ofHours(1));
    assertThat(words()).startsWith("a silent for 2 days;");
  }

  private String words() {
    return new ServiceStatus(batteries, ended, List.of(new Broker()), () -> journalFails).words();
  }

  private void read(String battery) {
    ended.accept(Samples.aReading(battery));
  }

  private void add(String name, int failures, int inARow, boolean paused) {
    batteries.add(new Control(name, new BatteryControl.PollHealth(9, failures, inARow, paused)));
  }

  private final class Broker implements Output {
    @Override
    public String name() {
      return "mqtt";
    }

    @Override
    public void accept(EncodedEvent event) {}

    @Override
    public Optional<String> status() {
      return Optional.of(broker);
    }
  }

  private record Control(String battery, PollHealth health) implements BatteryControl {
    @Override
    public void readNow() {}

    @Override
    public void pause(Duration duration) {}

    @Override
    public void resume() {}
  }
}
