package cellwarden.journal.history;

import java.time.Instant;
import java.util.Optional;

/// Looks for the earliest and the latest of the samples that it is shown.
final class TimeRange implements History.Visitor<SampleRow> {

  private Instant from = Instant.MAX;
  private Instant to = Instant.MIN;

  @Override
  public void take(SampleRow sample) {
    from = sample.time().isBefore(from) ? sample.time() : from;
    to = sample.time().isAfter(to) ? sample.time() : to;
  }

  /// Empty if no sample was shown.
  Optional<History.Period> period() {
    return from.isAfter(to) ? Optional.empty() : Optional.of(new History.Period(from, to));
  }
}
