package cellwarden.time;

import java.time.Instant;

/// When something was, on both clocks.
///
/// @param wall what the wall clock said
/// @param clockSet whether the wall clock had been set
/// @param nanos the monotonic clock
public record Moment(Instant wall, boolean clockSet, long nanos) {

  /// Asks for the state of the clock first: a clock that is set meanwhile gives a right time with a
  /// mark that is not needed, never a wrong time without one.
  public static Moment now(Time time) {
    boolean clockSet = time.clockIsSet();
    return new Moment(time.now(), clockSet, time.nanos());
  }
}
