package cellwarden.journal.history;

import java.util.Arrays;

/// What is known of one battery in one stretch of time. Everything is kept in whole numbers, so
/// that it comes to the same in whatever pieces it is added up.
final class Cell {

  final long start;
  long samples;
  long energyIn;
  long energyOut;
  long covered;
  long firstSeq = Long.MAX_VALUE;
  long lastSeq = Long.MIN_VALUE;
  final long[] count;
  final long[] least;
  final long[] greatest;
  final long[] sum;
  final long[] last;
  final long[] valueSeq;

  /// @param start milliseconds since 1970
  Cell(long start, int fields) {
    this.start = start;
    this.count = new long[fields];
    this.least = new long[fields];
    this.greatest = new long[fields];
    this.sum = new long[fields];
    this.last = new long[fields];
    this.valueSeq = new long[fields];
    Arrays.fill(least, Long.MAX_VALUE);
    Arrays.fill(greatest, Long.MIN_VALUE);
  }

  /// The sample with this number has to do with this stretch.
  void touch(long seq) {
    firstSeq = Math.min(firstSeq, seq);
    lastSeq = Math.max(lastSeq, seq);
  }

  /// @param value in millionths
  void add(int field, long value, long seq) {
    count[field]++;
    least[field] = Math.min(least[field], value);
    greatest[field] = Math.max(greatest[field], value);
    sum[field] += value;
    last[field] = value;
    valueSeq[field] = seq;
  }

  /// @param millis that are covered
  void add(Energy energy, long millis) {
    energyIn += energy.in();
    energyOut += energy.out();
    covered += millis;
  }
}
