package cellwarden.poll;

import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.time.Moment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What one poll gave: the registers as they came, and the sample that they become.
record Reading(ReadingPair registers, Sample sample) {

  /// @param battery its name
  /// @param hardware the hardware version; empty where the device does not say
  static Reading of(String battery, ReadingPair registers, Optional<String> hardware, Link link) {
    Moment answered = registers.answered();
    return new Reading(
        registers,
        new Sample(
            OptionalLong.empty(),
            answered.wall(),
            answered.clockSet(),
            battery,
            RegisterValues.of(registers.basic(), registers.cells(), hardware),
            registers.suspects(),
            link,
            0));
  }

  /// What is known where only register 03 was answered.
  static Sample half(String battery, HalfReadException half, Link link) {
    Map<Metric, Object> values = RegisterValues.of(half.basic());
    return new Sample(
        OptionalLong.empty(),
        half.answered().wall(),
        half.answered().clockSet(),
        battery,
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
