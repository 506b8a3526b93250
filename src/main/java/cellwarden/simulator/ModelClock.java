package cellwarden.simulator;

import java.time.Instant;
import java.time.InstantSource;

/// The time in which a simulated battery lives: it starts at a given instant and runs at a given
/// speed.
///
/// @param begun reading of the ticker at the start
/// @param speed model seconds in a second
public record ModelClock(Instant start, Ticker ticker, long begun, double speed)
    implements InstantSource {

  /// A clock that starts now.
  public static ModelClock starting(Instant start, Ticker ticker, double speed) {
    return new ModelClock(start, ticker, ticker.nanos(), speed);
  }

  @Override
  public Instant instant() {
    double seconds = (ticker.nanos() - begun) * speed / 1e9;
    return start.plusSeconds((long) seconds).plusNanos((long) (seconds % 1 * 1e9));
  }
}
