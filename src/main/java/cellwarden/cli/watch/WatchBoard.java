package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import cellwarden.json.JsonObject;
import cellwarden.settings.BatteryConfig;
import cellwarden.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Collects what comes from a source. Safe for use by several threads.
final class WatchBoard {

  /// As for the page and Prometheus: how long a reading says how things are.
  private static final int INTERVALS = 4;

  private static final Duration LATE = Duration.ofSeconds(30);
  private static final int MOST_HAPPENINGS = 50;
  private static final double NANOS = 1e9;

  /// What is known of one battery.
  private static final class Known {
    private final BatteryConfig config;
    private final Hour hour = new Hour();
    private @Nullable SeenSample reading;
    private long taken;
    private boolean isOffline;
    private boolean isPaused;
    private Optional<String> fault = Optional.empty();

    Known(BatteryConfig config) {
      this.config = config;
    }
  }

  private final Map<String, Known> batteries = new LinkedHashMap<>();
  private final Deque<WatchView.Happening> happenings = new ArrayDeque<>();
  private final InstantSource clock;
  private final LongSupplier nanos;
  private String source = "looking for the service";
  private Optional<String> trouble = Optional.empty();

  /// @param clock the wall clock
  /// @param nanos the monotonic clock
  WatchBoard(List<BatteryConfig> batteries, InstantSource clock, LongSupplier nanos) {
    batteries.forEach(battery -> this.batteries.put(battery.name(), new Known(battery)));
    this.clock = clock;
    this.nanos = nanos;
  }

  /// Where values come from, from now on.
  synchronized void source(String words) {
    source = Printable.of(words);
    trouble = Optional.empty();
  }

  /// Why nothing comes from there now.
  synchronized void trouble(String words) {
    trouble = Optional.of(Printable.of(words));
  }

  /// Takes a reading.
  ///
  /// @param age how long ago it was taken, in s
  synchronized void reading(String battery, SeenSample reading, double age) {
    Known known = batteries.get(battery);
    if (known != null) {
      long taken = nanos.getAsLong() - Math.round(Math.max(0, age) * NANOS);
      if (known.reading != null && isSame(known.reading, reading)) {
        return;
      }
      known.reading = reading;
      known.taken = taken;
      known.fault = Optional.empty();
      long millis = clock.millis() - Math.round(Math.max(0, age) * 1000);
      for (Metric metric : Hour.SHOWN) {
        if (!reading.isInDoubt(metric)) {
          reading.number(metric).ifPresent(number -> known.hour.add(metric, millis, number, 1));
        }
      }
    }
  }

  /// The same one comes again with each change of what is said beside it.
  private static boolean isSame(SeenSample a, SeenSample b) {
    return a.json().value("time").equals(b.json().value("time"))
        && a.json().value("seq").equals(b.json().value("seq"));
  }

  /// What an earlier minute was like.
  ///
  /// @param count readings that it is the mean of
  synchronized void minute(String battery, Metric metric, Instant time, double mean, long count) {
    Known known = batteries.get(battery);
    if (known != null) {
      known.hour.add(metric, time.toEpochMilli(), mean, count);
    }
  }

  /// Whether the battery counts as lost, and is left alone.
  synchronized void state(String battery, boolean isOffline, boolean isPaused) {
    Known known = batteries.get(battery);
    if (known != null) {
      known.isOffline = isOffline;
      known.isPaused = isPaused;
    }
  }

  /// What went wrong in its last poll; empty where nothing did.
  synchronized void fault(String battery, Optional<String> sentence) {
    Known known = batteries.get(battery);
    if (known != null) {
      known.fault = sentence.map(Printable::of);
    }
  }

  /// Takes an event as the journal has it; of what is not watched nothing is kept.
  synchronized void event(JsonObject line) {
    String battery = line.text("battery").orElse("");
    Optional<Instant> time = line.time("time");
    Optional<String> event = line.text("event");
    if (!batteries.containsKey(battery) || time.isEmpty() || event.isEmpty()) {
      return;
    }
    String data = line.object("data").map(WatchBoard::words).orElse("");
    WatchView.Happening happening =
        new WatchView.Happening(
            time.get(),
            battery,
            Printable.of(event.get().replace('_', ' ') + (data.isEmpty() ? "" : ": " + data)));
    if (!happenings.contains(happening)) {
      happenings.addLast(happening);
    }
    if (happenings.size() > MOST_HAPPENINGS) {
      happenings.removeFirst();
    }
  }

  private static String words(JsonObject data) {
    return data.names().stream()
        .filter(name -> data.object(name).isEmpty())
        .map(name ->
            (name.equals("names") ? "" : name + " ") + word(data.value(name).orElse("unknown")))
        .collect(Collectors.joining(", "));
  }

  private static String word(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : value.toString();
  }

  /// Everything that is known now.
  synchronized WatchView view() {
    List<WatchView.Battery> seen = new ArrayList<>();
    batteries.forEach((name, known) -> seen.add(battery(name, known)));
    return new WatchView(
        clock.instant(), source, trouble, List.copyOf(seen), List.copyOf(happenings));
  }

  private WatchView.Battery battery(String name, Known known) {
    Duration age = Duration.ofNanos(nanos.getAsLong() - known.taken);
    Map<Metric, List<OptionalDouble>> hour = new EnumMap<>(Metric.class);
    Hour.SHOWN.forEach(metric -> hour.put(metric, known.hour.means(metric, clock.millis())));
    boolean isStale =
        age.compareTo(known.config.interval().multipliedBy(INTERVALS).plus(LATE)) >= 0;
    return new WatchView.Battery(
        name,
        Printable.of(known.config.displayName().orElse(name)),
        Optional.ofNullable(known.reading),
        age,
        isStale,
        known.isOffline,
        known.isPaused,
        known.fault,
        hour);
  }
}
