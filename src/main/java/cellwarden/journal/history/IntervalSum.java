package cellwarden.journal.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Adds cells up to one interval after the other.
final class IntervalSum {

  private static final double MICROJOULES_PER_WATT_HOUR = 3.6e9;
  private static final long MILLIONTHS = 1_000_000;

  private final long start;
  private final long end;
  private final FieldSum[] fields;
  private long samples;
  private long energyIn;
  private long energyOut;
  private long covered;

  /// The sum of one field, in wholes and millionths: of a long time and large values, the
  /// millionths alone would not fit.
  private static final class FieldSum {
    private long count;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private long wholes;
    private long millionths;
    private long last;
    private long lastSeq = Long.MIN_VALUE;

    private Optional<Interval.Summary> summary() {
      if (count == 0) {
        return Optional.empty();
      }
      double mean = (wholes + millionths / (double) MILLIONTHS) / count;
      return Optional.of(
          new Interval.Summary(
              value(least),
              Math.round(mean * MILLIONTHS) / (double) MILLIONTHS,
              value(greatest),
              value(last)));
    }

    private static double value(long millionths) {
      return millionths / (double) MILLIONTHS;
    }
  }

  IntervalSum(long start, long end, int fields) {
    this.start = start;
    this.end = end;
    this.fields = new FieldSum[fields];
    for (int i = 0; i < fields; i++) {
      this.fields[i] = new FieldSum();
    }
  }

  long end() {
    return end;
  }

  void add(long moreSamples, long in, long out, long millis) {
    samples += moreSamples;
    energyIn += in;
    energyOut += out;
    covered += millis;
  }

  void add(int field, long count, long least, long greatest, long sum, long last, long lastSeq) {
    FieldSum to = fields[field];
    to.count += count;
    to.least = Math.min(to.least, least);
    to.greatest = Math.max(to.greatest, greatest);
    to.wholes += sum / MILLIONTHS;
    to.millionths += sum % MILLIONTHS;
    if (lastSeq > to.lastSeq) {
      to.last = last;
      to.lastSeq = lastSeq;
    }
  }

  Interval interval(String battery) {
    List<Optional<Interval.Summary>> summaries = new ArrayList<>();
    for (FieldSum field : fields) {
      summaries.add(field.summary());
    }
    return new Interval(
        battery,
        Instant.ofEpochMilli(start),
        Instant.ofEpochMilli(end),
        samples,
        energyIn / MICROJOULES_PER_WATT_HOUR,
        energyOut / MICROJOULES_PER_WATT_HOUR,
        covered,
        summaries);
  }
}
