package cellwarden.history.summary;

import cellwarden.energy.EnergyMeter;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Follows one battery from sample to sample and tells what flowed between two of them.
///
/// Where counters do not say it, the interval of a battery is the median of its last five distances
/// between samples, before there are so many the default of 30 s in their place. What is further
/// apart than the meter's longest gap is not covered: nobody knows what happened there. A clock
/// that was set back makes a distance below zero, which is not covered either.
final class Track {

  /// How many samples it takes until nothing before them matters.
  static final int MEMORY = 6;

  static final int DISTANCES = MEMORY - 1;
  private static final long DEFAULT_INTERVAL = 30_000;

  private final long[] distances;
  private @Nullable EnergyPoint last;

  /// A battery without a sample so far.
  Track() {
    this.distances = new long[DISTANCES];
    Arrays.fill(distances, DEFAULT_INTERVAL);
  }

  /// A battery that was left at a sample.
  Track(EnergyPoint last, long[] distances) {
    this.last = last;
    this.distances = distances.clone();
  }

  /// The last sample, and the milliseconds between those before, the oldest first.
  String text() {
    return Stream.concat(
            Stream.ofNullable(last).map(EnergyPoint::text),
            LongStream.of(distances).mapToObj(Long::toString))
        .collect(Collectors.joining(" "));
  }

  /// Goes on to the next sample.
  ///
  /// @return what flowed until then
  EnergyPoint.Flow next(EnergyPoint reading) {
    EnergyPoint before = last;
    last = reading;
    if (before == null) {
      return EnergyPoint.Flow.NONE;
    }
    EnergyPoint.Flow flow = reading.since(before, EnergyMeter.LONGEST_GAP_INTERVALS * interval());
    System.arraycopy(distances, 1, distances, 0, DISTANCES - 1);
    distances[DISTANCES - 1] = Math.abs(reading.time() - before.time());
    return flow;
  }

  private long interval() {
    long[] sorted = distances.clone();
    Arrays.sort(sorted);
    return sorted[DISTANCES / 2];
  }
}
