package cellwarden.app;

import cellwarden.battery.BatteryEvent.Incident;
import cellwarden.battery.BatteryEvent.Incident.Kind;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.time.TokenBucket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees in the samples of each battery what began and what ended: protections, balancing, values
/// that cannot be, and FETs that were switched.
///
/// After a start it goes on from the last sample in the journal, so that what ended meanwhile is
/// said, and what goes on is not said twice. What comes and goes all the time is said rarely, with
/// how often it changed; how it stands in the end is always said.
///
/// Safe for use by several threads, as long as each battery has one.
final class EventWatch {

  /// Samples of all batteries that are looked through for the last one of a battery.
  private static final long NEAR = 500;

  /// Changes of a kind that are said at once, and then one in so long.
  private static final int BURST = 10;

  private static final Duration PAUSE = Duration.ofMinutes(6);

  private static final String BALANCING = "balancing";
  private static final String CELLS = "cells";
  private static final String SUSPECT = "suspect";
  private static final Set<String> NEEDED =
      Set.of(
          "battery",
          SUSPECT,
          BALANCING,
          Metric.PROTECTIONS.key(),
          Metric.CHARGE_FET.key(),
          Metric.DISCHARGE_FET.key());
  private static final List<Metric> FETS = List.of(Metric.CHARGE_FET, Metric.DISCHARGE_FET);
  private static final List<Metric> VALUES =
      List.of(
          Metric.VOLTAGE,
          Metric.CURRENT,
          Metric.SOC,
          Metric.CELL_MIN,
          Metric.CELL_MAX,
          Metric.TEMPERATURES);
  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);

  private final SampleLog log;
  private final LongSupplier nanos;
  private final Map<String, Battery> batteries = new ConcurrentHashMap<>();

  /// @param log where the last sample of an earlier run stands
  /// @param nanos the monotonic clock
  EventWatch(SampleLog log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /// What a sample shows to have begun or ended. Of what is in doubt it shows nothing.
  List<Incident> look(Sample sample) {
    Battery battery = batteries.get(sample.battery());
    if (battery == null) {
      try {
        battery = new Battery(lastBefore(sample));
        batteries.put(sample.battery(), battery);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
    return battery.look(sample);
  }

  /// The last sample of the same battery in the journal; empty where there is none near its end.
  private Optional<JsonObject> lastBefore(Sample sample) throws InterruptedException {
    long last = sample.seq().orElse(log.lastSeq() + 1) - 1;
    AtomicReference<Optional<JsonObject>> found = new AtomicReference<>(Optional.empty());
    if (last > 0) {
      try {
        log.read(
            Math.max(1, last - NEAR),
            last,
            (_, json) -> {
              parse(json)
                  .filter(line -> line.text("battery").equals(Optional.of(sample.battery())))
                  .ifPresent(line -> found.set(Optional.of(line)));
              return true;
            });
      } catch (IOException e) {
        LOG.debug("{}: its last sample cannot be read", sample.battery(), e);
      }
    }
    return found.get();
  }

  private static Optional<JsonObject> parse(byte[] json) {
    try {
      return Optional.of(JsonObject.parseOnly(NEEDED, json, 0, json.length));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /// How often something may be said.
  private final class Budget {

    private final TokenBucket bucket = new TokenBucket(BURST, PAUSE, nanos);
    private boolean spent;

    boolean take(Sample sample, Kind kind) {
      if (bucket.take()) {
        spent = false;
        return true;
      }
      if (!spent) {
        spent = true;
        LOG.warn(
            "{}: {} comes again and again; from now on one event in {} minutes says how often",
            sample.title(),
            kind.label(),
            PAUSE.toMinutes());
      }
      return false;
    }
  }

  /// Things that can go on, by name, and what was said of them.
  private final class GoingOn {

    private final Kind started;
    private final Kind ended;
    private final BiFunction<Set<String>, Sample, Map<String, Object>> data;
    private final Budget budget = new Budget();

    /// With the monotonic clock when each began; empty for what an earlier run said.
    private final Map<String, OptionalLong> said = new LinkedHashMap<>();

    private Set<String> last;
    private int changes;

    GoingOn(
        Kind started,
        Kind ended,
        List<String> before,
        BiFunction<Set<String>, Sample, Map<String, Object>> data) {
      this.started = started;
      this.ended = ended;
      this.data = data;
      before.forEach(name -> said.put(name, OptionalLong.empty()));
      this.last = Set.copyOf(before);
    }

    List<Incident> look(Set<String> now, Sample sample) {
      changes += now.equals(last) ? 0 : 1;
      last = now;
      Set<String> begun = new LinkedHashSet<>(now);
      begun.removeAll(said.keySet());
      Set<String> over = new LinkedHashSet<>(said.keySet());
      over.removeAll(now);
      List<Incident> incidents = new ArrayList<>();
      if ((begun.isEmpty() && over.isEmpty())
          || !budget.take(sample, begun.isEmpty() ? ended : started)) {
        return incidents;
      }
      Map<OptionalLong, Set<String>> together = new LinkedHashMap<>();
      over.forEach(
          name -> together.computeIfAbsent(said.get(name), _ -> new LinkedHashSet<>()).add(name));
      together.forEach((since, names) -> {
        Map<String, Object> with = data.apply(names, sample);
        // Which cell is the highest now need not be the one that it was about.
        with.remove(CELLS);
        since.ifPresent(nano ->
            with.put("duration_s", Duration.ofNanos(nanos.getAsLong() - nano).toMillis() / 1000.0));
        incidents.add(incident(ended, sample, with, changes));
      });
      if (!begun.isEmpty()) {
        incidents.add(incident(started, sample, data.apply(begun, sample), changes));
      }
      said.keySet().removeAll(over);
      begun.forEach(name -> said.put(name, OptionalLong.of(nanos.getAsLong())));
      changes = 0;
      return incidents;
    }
  }

  private static Incident incident(
      Kind kind, Sample sample, Map<String, Object> data, int changes) {
    if (changes > 1) {
      data.put("changes", changes);
    }
    return new Incident(
        sample.time(), sample.battery(), kind, data, sample.seq(), sample.clockSet());
  }

  private final class Battery {

    private final GoingOn protections;
    private final GoingOn balancing;
    private final GoingOn suspects;
    private final Budget fetBudget = new Budget();
    private final Map<Metric, Boolean> saidFets = new TreeMap<>();
    private final Map<Metric, Boolean> lastFets = new TreeMap<>();
    private int fetChanges;

    /// @param before the last sample of an earlier run
    Battery(Optional<JsonObject> before) {
      protections =
          new GoingOn(
              Kind.PROTECTION_STARTED,
              Kind.PROTECTION_ENDED,
              texts(before, Metric.PROTECTIONS.key()),
              EventWatch::ofProtections);
      boolean balanced =
          before.flatMap(line -> line.list(BALANCING)).filter(list -> !list.isEmpty()).isPresent();
      balancing =
          new GoingOn(
              Kind.BALANCING_STARTED,
              Kind.BALANCING_ENDED,
              balanced ? List.of(BALANCING) : List.of(),
              (_, sample) -> ofBalancing(sample));
      suspects =
          new GoingOn(
              Kind.IMPLAUSIBLE_STARTED,
              Kind.IMPLAUSIBLE_ENDED,
              texts(before, SUSPECT),
              EventWatch::ofSuspects);
      for (Metric fet : FETS) {
        if (before.flatMap(line -> line.value(fet.key())).orElse("") instanceof Boolean on) {
          saidFets.put(fet, on);
        }
      }
      lastFets.putAll(saidFets);
    }

    List<Incident> look(Sample sample) {
      List<Incident> incidents = new ArrayList<>();
      if (isKnown(Metric.PROTECTIONS, sample)) {
        incidents.addAll(protections.look(names(sample.list(Metric.PROTECTIONS)), sample));
      }
      incidents.addAll(lookAtFets(sample));
      if (isKnown(Metric.BALANCING, sample)) {
        boolean none = sample.list(Metric.BALANCING).isEmpty();
        incidents.addAll(balancing.look(none ? Set.of() : Set.of(BALANCING), sample));
      }
      incidents.addAll(
          suspects.look(names(sample.suspect().stream().map(Metric::key).toList()), sample));
      return incidents;
    }

    private List<Incident> lookAtFets(Sample sample) {
      Map<Metric, Boolean> now = new TreeMap<>(lastFets);
      for (Metric fet : FETS) {
        if (isKnown(fet, sample) && sample.values().get(fet) instanceof Boolean on) {
          now.put(fet, on);
          // How it was found is no change.
          saidFets.putIfAbsent(fet, on);
          lastFets.putIfAbsent(fet, on);
        }
      }
      fetChanges += now.equals(lastFets) ? 0 : 1;
      lastFets.putAll(now);
      List<String> changed =
          FETS.stream()
              .filter(fet -> now.containsKey(fet) && !now.get(fet).equals(saidFets.get(fet)))
              .map(Metric::key)
              .toList();
      if (changed.isEmpty() || !fetBudget.take(sample, Kind.FET_CHANGED)) {
        return List.of();
      }
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("names", changed);
      now.forEach((fet, on) -> data.put(fet.key(), on));
      data.put("values", values(sample));
      saidFets.putAll(now);
      int changes = fetChanges;
      fetChanges = 0;
      return List.of(incident(Kind.FET_CHANGED, sample, data, changes));
    }
  }

  private static List<String> texts(Optional<JsonObject> line, String key) {
    return line.map(object -> object.texts(key)).orElse(List.of());
  }

  private static boolean isKnown(Metric metric, Sample sample) {
    return sample.values().get(metric) != null && !sample.isInDoubt(metric);
  }

  private static Set<String> names(List<?> items) {
    Set<String> names = new LinkedHashSet<>();
    items.forEach(item -> names.add(String.valueOf(item)));
    return names;
  }

  private static Map<String, Object> ofProtections(Set<String> names, Sample sample) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("names", List.copyOf(names));
    List<Integer> cells = new ArrayList<>();
    if (names.contains("cell_overvoltage")) {
      sample.number(Metric.CELL_MAX_NUMBER).ifPresent(number -> cells.add((int) number));
    }
    if (names.contains("cell_undervoltage")) {
      sample.number(Metric.CELL_MIN_NUMBER).ifPresent(number -> cells.add((int) number));
    }
    if (!cells.isEmpty()) {
      data.put(CELLS, cells);
    }
    data.put("values", values(sample));
    return data;
  }

  private static Map<String, Object> ofBalancing(Sample sample) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (!sample.list(Metric.BALANCING).isEmpty()) {
      data.put(CELLS, sample.list(Metric.BALANCING));
    }
    data.put("values", values(sample));
    return data;
  }

  private static Map<String, Object> ofSuspects(Set<String> names, Sample sample) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("names", List.copyOf(names));
    Map<String, Object> values = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      if (names.contains(metric.key())) {
        putIfKnown(values, metric, sample);
      }
    }
    data.put("values", values);
    return data;
  }

  /// What a person wants to know of that moment.
  private static Map<String, Object> values(Sample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Metric metric : VALUES) {
      putIfKnown(values, metric, sample);
    }
    return values;
  }

  private static void putIfKnown(Map<String, Object> values, Metric metric, Sample sample) {
    Object value = sample.values().get(metric);
    if (value != null) {
      values.put(metric.key(), value);
    }
  }
}
