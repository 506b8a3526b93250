package cellwarden.journal.history;

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
/// @param summaries one for each field that was asked for; empty where no sample has it
public record Interval(
    String battery,
    Instant start,
    Instant end,
    long samples,
    double energyIn,
    double energyOut,
    long covered,
    List<Optional<Summary>> summaries) {

  /// The values of one field.
  ///
  /// @param last of the sample that was written last
  public record Summary(double least, double mean, double greatest, double last) {}

  private static final double MICROJOULES_PER_WATT_HOUR = 3.6e9;

  public Interval {
    summaries = List.copyOf(summaries);
  }

  /// From what is kept: times in milliseconds since 1970.
  static Interval of(
      String battery,
      long start,
      long end,
      long samples,
      Energy energy,
      long covered,
      List<Optional<Summary>> summaries) {
    return new Interval(
        battery,
        Instant.ofEpochMilli(start),
        Instant.ofEpochMilli(end),
        samples,
        energy.in() / MICROJOULES_PER_WATT_HOUR,
        energy.out() / MICROJOULES_PER_WATT_HOUR,
        covered,
        summaries);
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
