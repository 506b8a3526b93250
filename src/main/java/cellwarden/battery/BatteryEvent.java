package cellwarden.battery;

import java.time.Instant;

/// What a poller tells the sinks: each poll ends in exactly one of these.
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
  /// @param clockSet false where the machine's clock had not been set yet, so that the time is
  ///   wrong
  /// @param consecutive failed polls in a row, this one included
  record Failed(Instant time, boolean clockSet, String battery, Fault fault, int consecutive)
      implements BatteryEvent {}
}
