package cellwarden.journal.write;

import cellwarden.battery.BatteryEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// The UTC day of a file: that of its last sample, else of its last line.
///
/// @param day empty while there is none
/// @param ofSample whether a sample stands in the file
record FileDay(Optional<LocalDate> day, boolean ofSample) {

  /// Batteries answer at different speed, so samples come out of order by as much. Those of a clock
  /// that was set back come later by more.
  private static final Duration LATE = Duration.ofMinutes(5);

  /// Whether an event belongs into another file.
  boolean isOver(BatteryEvent event) {
    return event instanceof BatteryEvent.Reading
        && ofSample
        && day.filter(known -> !known.equals(with(event))).isPresent();
  }

  /// The day once the event stands in the file: that of the event, unless it is one of the day
  /// before that comes late.
  LocalDate with(BatteryEvent event) {
    LocalDate own = dayOf(event.time());
    LocalDate late = dayOf(event.time().plus(LATE));
    return day.filter(known -> known.isAfter(own) && !known.isAfter(late)).orElse(own);
  }

  /// The file with the event in it.
  FileDay after(BatteryEvent event) {
    boolean sample = event instanceof BatteryEvent.Reading;
    return sample || !ofSample ? new FileDay(Optional.of(with(event)), sample) : this;
  }

  private static LocalDate dayOf(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
