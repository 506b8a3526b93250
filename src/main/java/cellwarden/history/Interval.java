package cellwarden.history;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of a battery in one interval.
///
/// @param battery its name
/// @param start where it begins
/// @param end where the next one begins
/// @param samples how many were taken in it
/// @param energyIn Wh charged, in the time that is covered
/// @param energyOut Wh discharged, not negative
/// @param covered milliseconds that lie between two samples close enough to know what happened
/// @param summaries one for each field that was asked for; empty where no sample has it, or each is
///   suspect
/// @param suspects how many values of each field were left out since they are suspect
public record Interval(
    String battery,
    Instant start,
    Instant end,
    long samples,
    double energyIn,
    double energyOut,
    long covered,
    List<Optional<Summary>> summaries,
    List<Long> suspects) {

  /// The values of one field.
  ///
  /// @param last of the sample that was written last
  public record Summary(double least, double mean, double greatest, double last) {}

  /// Takes one interval after the other.
  @FunctionalInterface
  public interface Visitor {
    void take(Interval interval) throws IOException;
  }

  public Interval {
    summaries = List.copyOf(summaries);
    suspects = List.copyOf(suspects);
  }

  /// How many values were left out since they are suspect.
  public long suspect() {
    return suspects.stream().mapToLong(Long::longValue).sum();
  }

  /// The share of the time that is covered, of what was over by `now`: 0 to 1, and more where a
  /// clock was set back, so that the same time came twice.
  public double coverage(Instant now) {
    long from = start.toEpochMilli();
    long whole = end.toEpochMilli() - from;
    long over = now.isAfter(start) && now.isBefore(end) ? now.toEpochMilli() - from : whole;
    return covered / (double) Math.max(1, over);
  }
}
