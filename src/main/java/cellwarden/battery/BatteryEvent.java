package cellwarden.battery;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// What the sinks are told: each poll ends in a [Reading] or a [Failed]; an [Incident] comes beside
/// them.
public sealed interface BatteryEvent {

  /// Failed polls in a row that make a battery offline.
  int FAILURES_TO_OFFLINE = 3;

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
  /// @param clockSet false where the machine's clock had not been set yet, so that the time is
  ///   wrong
  /// @param consecutive failed polls in a row, this one included
  record Failed(Instant time, boolean clockSet, String battery, Fault fault, int consecutive)
      implements BatteryEvent {

    /// A failure at a time that is right.
    public Failed(Instant time, String battery, Fault fault, int consecutive) {
      this(time, true, battery, fault, consecutive);
    }
  }

  /// Something happened that is worth a message of its own.
  ///
  /// @param data what goes with it: texts, numbers, truth values, lists and maps of them
  /// @param id number of the sample that showed it, or of the last one before it; empty where that
  ///   is not known. Events of one sample share it
  /// @param clockSet false where the machine's clock had not been set yet, so that the time is
  ///   wrong
  record Incident(
      Instant time,
      String battery,
      Kind kind,
      Map<String, Object> data,
      OptionalLong id,
      boolean clockSet)
      implements BatteryEvent {

    /// One at a time that is right.
    public Incident(Instant time, String battery, Kind kind, Map<String, Object> data) {
      this(time, battery, kind, data, OptionalLong.empty(), true);
    }

    /// The same with a number, where it has none.
    public Incident withId(long number) {
      return id.isPresent()
          ? this
          : new Incident(time, battery, kind, data, OptionalLong.of(number), clockSet);
    }

    /// What can happen.
    public enum Kind {
      /// From now on readings of this battery are not journalled.
      JOURNAL_FAILED,
      /// They are again.
      JOURNAL_BACK,
      /// Protections of the board came into force.
      PROTECTION_STARTED,
      /// They are over.
      PROTECTION_ENDED,
      /// The board switched a FET.
      FET_CHANGED,
      /// Cells are being balanced.
      BALANCING_STARTED,
      /// None is any more.
      BALANCING_ENDED,
      /// Values cannot be, or contradict each other.
      IMPLAUSIBLE_STARTED,
      /// They are right again.
      IMPLAUSIBLE_ENDED,
      /// So many polls failed in a row that the battery counts as offline.
      LINK_LOST,
      /// It is read again.
      LINK_BACK,
      /// Something was done to get the battery back, beyond connecting again.
      RECOVERY_TRIED;

      /// The name in journal and messages, such as `journal_failed`.
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
