package cellwarden.poll;

import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.poll.ReadingPair.HalfReadException;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.Moment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What one poll gave: the registers as they came, and the sample that they become.
record Reading(ReadingPair registers, Sample sample) {

  /// @param hardware the hardware version; empty where the device does not say
  static Reading of(
      BatteryConfig battery, ReadingPair registers, Optional<String> hardware, Link link) {
    Map<Metric, Object> values = RegisterValues.of(registers.basic(), registers.cells(), hardware);
    battery.displayName().ifPresent(name -> values.put(Metric.DISPLAY_NAME, name));
    Moment answered = registers.answered();
    return new Reading(
        registers,
        new Sample(
            OptionalLong.empty(),
            answered.wall(),
            answered.clockSet(),
            battery.name(),
            values,
            registers.suspects(),
            link,
            0));
  }

  /// What is known where only register 03 was answered.
  static Sample half(BatteryConfig battery, HalfReadException half, Link link) {
    Map<Metric, Object> values = RegisterValues.of(half.basic());
    battery.displayName().ifPresent(name -> values.put(Metric.DISPLAY_NAME, name));
    return new Sample(
        OptionalLong.empty(),
        half.answered().wall(),
        half.answered().clockSet(),
        battery.name(),
        values,
        ReadingPair.cannotBe(values),
        link,
        0);
  }

  /// The monotonic clock when register 03 was answered.
  long nanos() {
    return registers.answered().nanos();
  }
}
