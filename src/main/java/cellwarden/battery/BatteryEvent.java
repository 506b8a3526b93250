package cellwarden.battery;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// What the sinks are told: each poll ends in a [Reading] or a [Failed]; an [Incident] comes beside
/// them.
public sealed interface BatteryEvent {

  /// Name of the battery.
  String battery();

  /// Wall clock of the event.
  Instant time();

  /// A poll that succeeded.
  record Reading(Sample sample) implements BatteryEvent {
    @Override
    public String battery() {
      return sample.battery();
    }

    @Override
    public Instant time() {
      return sample.time();
    }
  }

  /// A poll that failed.
  ///
  /// @param consecutive failed polls in a row, this one included
  record Failed(Instant time, String battery, Fault fault, int consecutive)
      implements BatteryEvent {}

  /// Something happened that is worth a message of its own.
  ///
  /// @param data what goes with it: texts, numbers, truth values, lists and maps of them
  record Incident(Instant time, String battery, Kind kind, Map<String, Object> data)
      implements BatteryEvent {

    /// What can happen.
    public enum Kind {
      /// From now on readings of this battery are not journalled.
      JOURNAL_FAILED,
      /// They are again.
      JOURNAL_BACK;

      /// The name in journal and messages, such as `journal_failed`.
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
