package cellwarden.journal.history;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Hands on the samples of one battery and one time.
final class SampleSelection {

  private final HistoryQuery query;
  private final int clock;
  private final int suspect;
  private final long since;
  private final long until;
  private final History.Visitor<SampleRow> visitor;
  private final Set<String> seen = new TreeSet<>();
  private Optional<String> battery;
  private String latest = "";

  /// @param plan what [#plan(List)] made
  /// @param battery whose; empty takes the first one, if the query names none
  SampleSelection(
      HistoryQuery query,
      SamplePlan plan,
      Optional<String> battery,
      History.Visitor<SampleRow> visitor) {
    this.query = query;
    this.clock = plan.slot(HistoryFields.CLOCK);
    this.suspect = plan.slot(HistoryFields.SUSPECT);
    this.since = query.since().toEpochMilli();
    this.until = query.until().toEpochMilli();
    this.battery = battery.or(query::battery);
    this.visitor = visitor;
  }

  /// What to take out of each line: what was asked for, and what makes it doubtful.
  static SamplePlan plan(List<HistoryField> fields) {
    return SamplePlan.ofValues(
        Stream.of(fields, List.of(HistoryFields.CLOCK, HistoryFields.SUSPECT))
            .flatMap(List::stream)
            .distinct()
            .toList());
  }

  void take(Samples samples, int row) throws IOException {
    String name = samples.battery(row);
    if (!name.equals(latest)) {
      seen.add(name);
      latest = name;
    }
    if (battery.isEmpty()) {
      battery = Optional.of(name);
    }
    if (battery.get().equals(name) && samples.time(row) >= since && samples.time(row) < until) {
      visitor.take(row(samples, row));
    }
  }

  private SampleRow row(Samples samples, int row) {
    List<@Nullable Object> values = new ArrayList<>(query.fields().size());
    for (int slot = 0; slot < query.fields().size(); slot++) {
      values.add(samples.value(slot, row));
    }
    Batch batch = samples.batch();
    int line = samples.line(row);
    return new SampleRow(
        samples.seq(row),
        Instant.ofEpochMilli(samples.time(row)),
        samples.battery(row),
        values,
        Arrays.copyOfRange(batch.bytes(), batch.start(line), batch.end(line)),
        samples.value(clock, row) == null,
        samples.value(suspect, row) instanceof List<?> names
            ? names.stream().map(String::valueOf).toList()
            : List.of());
  }

  /// The batteries that were there.
  Set<String> seen() {
    return seen;
  }
}
