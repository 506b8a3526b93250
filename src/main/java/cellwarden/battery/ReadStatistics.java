package cellwarden.battery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How the last polls of a battery went, at most [#WINDOW].
///
/// @param successRatio share of them that gave a sample, 0 to 1; empty before the first one
/// @param connect times of their connects; empty where there was none
/// @param read times that the registers took
/// @param rssi signal strength of the last sample, dBm; empty where there is none
public record ReadStatistics(
    OptionalDouble successRatio, Optional<Times> connect, Optional<Times> read, OptionalInt rssi) {

  /// Polls that are looked back on.
  public static final int WINDOW = 100;

  /// Before the first poll.
  public static final ReadStatistics NONE =
      new ReadStatistics(
          OptionalDouble.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

  /// How long something took.
  ///
  /// @param median half of them took no longer
  /// @param p95 of a hundred, 95 took no longer
  public record Times(Duration median, Duration p95) {}
}
