package cellwarden.journal.history;

import java.util.Arrays;

/// Follows one battery from sample to sample and tells how much of the time between two of them is
/// covered.
///
/// The interval of a battery is the median of its last five distances between samples, before there
/// are so many the default of 30 s in their place. What is further apart than three of them is not
/// covered: nobody knows what happened there. A clock that was set back makes a distance below
/// zero, which is not covered either.
final class Chain {

  /// How many samples it takes until nothing before them matters.
  static final int MEMORY = 6;

  private static final int DISTANCES = MEMORY - 1;

  /// How many numbers [#state()] gives.
  static final int STATE = 3 + DISTANCES;

  private static final int LONGEST = 3;
  private static final long DEFAULT_INTERVAL = 30_000;

  private final long[] distances;
  private long seq;
  private long time;
  private long power;

  /// A battery without a sample so far.
  Chain() {
    this(Samples.UNKNOWN, Samples.UNKNOWN, Samples.UNKNOWN, new long[DISTANCES]);
    Arrays.fill(distances, DEFAULT_INTERVAL);
  }

  private Chain(long seq, long time, long power, long[] distances) {
    this.seq = seq;
    this.time = time;
    this.power = power;
    this.distances = distances;
  }

  /// What [#state()] kept.
  static Chain restored(long[] state) {
    return new Chain(state[0], state[1], state[2], Arrays.copyOfRange(state, 3, state.length));
  }

  /// Number, time and power of the last sample and the distances before it.
  long[] state() {
    long[] state = new long[STATE];
    state[0] = seq;
    state[1] = time;
    state[2] = power;
    System.arraycopy(distances, 0, state, 3, DISTANCES);
    return state;
  }

  /// Number of the last sample.
  long seq() {
    return seq;
  }

  /// Milliseconds since 1970.
  long time() {
    return time;
  }

  /// W in millionths, positive while charging; may be [Samples#UNKNOWN].
  long power() {
    return power;
  }

  /// Whether the time from the last sample to this one is covered.
  boolean covers(long nextTime, long nextPower) {
    if (time == Samples.UNKNOWN || power == Samples.UNKNOWN || nextPower == Samples.UNKNOWN) {
      return false;
    }
    long distance = nextTime - time;
    return distance > 0 && distance <= LONGEST * interval();
  }

  private long interval() {
    long[] sorted = distances.clone();
    Arrays.sort(sorted);
    return sorted[DISTANCES / 2];
  }

  /// Goes on to the next sample.
  void advance(long nextSeq, long nextTime, long nextPower) {
    if (time != Samples.UNKNOWN) {
      System.arraycopy(distances, 1, distances, 0, DISTANCES - 1);
      distances[DISTANCES - 1] = Math.abs(nextTime - time);
    }
    seq = nextSeq;
    time = nextTime;
    power = nextPower;
  }
}
