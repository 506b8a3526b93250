package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The last hour of some values, by the minute. For one thread at a time.
final class Hour {

  /// What is shown of it.
  static final List<Metric> SHOWN = List.of(Metric.POWER, Metric.SOC, Metric.CELL_DELTA);

  static final int MINUTES = 60;
  private static final long MINUTE_MILLIS = 60_000;

  /// Values of one minute.
  private record Minute(double sum, long count) {}

  private final Map<Metric, TreeMap<Long, Minute>> minutes = new EnumMap<>(Metric.class);

  /// Adds what was measured.
  ///
  /// @param millis since 1970
  /// @param count how many readings that is the mean of
  void add(Metric metric, long millis, double mean, long count) {
    TreeMap<Long, Minute> known = minutes.computeIfAbsent(metric, _ -> new TreeMap<>());
    known.merge(
        Math.floorDiv(millis, MINUTE_MILLIS),
        new Minute(mean * count, count),
        (a, b) -> new Minute(a.sum() + b.sum(), a.count() + b.count()));
    while (known.size() > MINUTES) {
      known.pollFirstEntry();
    }
  }

  /// The mean of each minute up to now, oldest first; empty where nothing was measured.
  List<OptionalDouble> means(Metric metric, long nowMillis) {
    TreeMap<Long, Minute> known = minutes.getOrDefault(metric, new TreeMap<>());
    long last = Math.floorDiv(nowMillis, MINUTE_MILLIS);
    List<OptionalDouble> means = new ArrayList<>();
    for (long minute = last - MINUTES + 1; minute <= last; minute++) {
      Minute found = known.get(minute);
      means.add(
          found == null ? OptionalDouble.empty() : OptionalDouble.of(found.sum() / found.count()));
    }
    return means;
  }
}
