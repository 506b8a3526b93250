package cellwarden.output.mqtt.bridge;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.ReadStatistics;
import cellwarden.battery.ReadStatistics.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A poller that only remembers what it was asked for.
record FakeControl(String battery, List<String> asked) implements BatteryControl {

  FakeControl(String battery) {
    this(battery, new ArrayList<>());
  }

  @Override
  public void readNow() {
    asked.add("read");
  }

  @Override
  public void pause(Duration duration) {
    asked.add("pause " + duration.toMillis());
  }

  @Override
  public void resume() {
    asked.add("resume");
  }

  @Override
  public PollHealth health() {
    return new PollHealth(
        1000,
        3,
        0,
        false,
        new ReadStatistics(
            OptionalDouble.of(0.98),
            Optional.of(new Times(Duration.ofMillis(412), Duration.ofMillis(900))),
            Optional.of(new Times(Duration.ofMillis(96), Duration.ofMillis(120))),
            OptionalInt.of(-61)),
        Map.of("reconnect", 2));
  }
}
