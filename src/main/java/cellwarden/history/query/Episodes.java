package cellwarden.history.query;

import cellwarden.history.Episode;
import cellwarden.history.Episode.Kind;
import cellwarden.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out of the lines of a journal what went wrong, and for how long. Lines of a clock that was
/// not set are passed over. What comes again within a few minutes has not ended: a battery that
/// fails at every second poll has one long episode.
final class Episodes {

  /// What is read of a line.
  static final Set<String> PROPERTIES =
      Set.of("time", "clock", "battery", "fault", "event", "data", "seq", "protections", "suspect");

  private static final Duration SHORTEST_PEACE = Duration.ofMinutes(5);

  /// As many missing polls are silence.
  private static final int GAP = 3;

  /// A battery that cannot be read is tried that often at least; see the poller's longest pause.
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final int DISTANCES = 5;
  private static final Comparator<Episode> ORDER =
      Comparator.comparing(Episode::from).thenComparing(Episode::battery);

  private final Map<String, Battery> batteries = new LinkedHashMap<>();
  private final List<Episode> found = new ArrayList<>();
  private final Instant since;
  private final Instant until;

  /// Those that are in a time at least in part.
  Episodes(Instant since, Instant until) {
    this.since = since;
    this.until = until;
  }

  /// What a line shows to go on.
  private record Sign(Kind kind, String what) {}

  /// Something that goes on, or has just ended.
  private static final class Open {

    private final Instant from;
    private final boolean begun;
    private final String detail;
    private Instant to;
    private boolean over;
    private long times;

    Open(Instant from, boolean begun, String detail) {
      this.from = from;
      this.begun = begun;
      this.to = from;
      this.detail = detail;
    }
  }

  private final class Battery {

    private final String name;
    private final Map<Sign, Open> open = new LinkedHashMap<>();
    private final ArrayDeque<Duration> distances = new ArrayDeque<>();
    private @Nullable Instant last;
    private @Nullable Episode silence;

    Battery(String name) {
      this.name = name;
    }

    /// The usual distance between polls; empty before it is known.
    private Optional<Duration> interval() {
      return distances.size() < 2
          ? Optional.empty()
          : distances.stream().sorted().skip(distances.size() / 2).findFirst();
    }

    private boolean isGap(Duration distance) {
      return interval()
          .map(usual -> isFailing() && usual.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : usual)
          .filter(usual -> distance.compareTo(usual.multipliedBy(GAP)) > 0)
          .isPresent();
    }

    private boolean isFailing() {
      return open.entrySet().stream()
          .anyMatch(one -> one.getKey().kind() == Kind.FAULT && !one.getValue().over);
    }

    void moveTo(Instant time) {
      Instant before = last;
      last = time;
      if (before == null) {
        return;
      }
      if (time.isBefore(before)) {
        shorten(time);
        return;
      }
      Duration distance = Duration.between(before, time);
      if (isGap(distance)) {
        silence = show(before, time, true);
      } else if (!isFailing()) {
        distances.add(distance);
        if (distances.size() > DISTANCES) {
          distances.remove();
        }
      }
    }

    /// The clock went back: what ended later than now was no silence, but a clock that ran ahead.
    private void shorten(Instant time) {
      Episode last = silence;
      if (last != null && time.isBefore(last.to())) {
        found.remove(last);
        silence =
            time.isAfter(last.from()) && isGap(Duration.between(last.from(), time))
                ? show(last.from(), time, true)
                : null;
      }
    }

    private Episode show(Instant from, Instant to, boolean over) {
      Episode shown = new Episode(name, from, true, to, over, Kind.SILENCE, "", "", 0);
      Episodes.this.show(shown);
      return shown;
    }

    /// These go on at this time; all others of the kinds have ended.
    void take(Instant time, boolean begun, Set<Kind> kinds, Map<Sign, String> signs) {
      open.forEach((sign, one) -> {
        if (!one.over && kinds.contains(sign.kind())) {
          one.to = time;
          one.over = !signs.containsKey(sign);
        }
      });
      Duration usual = interval().orElse(Duration.ZERO).multipliedBy(GAP);
      Duration peace = usual.compareTo(SHORTEST_PEACE) > 0 ? usual : SHORTEST_PEACE;
      open.entrySet()
          .removeIf(entry -> {
            Open one = entry.getValue();
            boolean ended = one.over && one.to.plus(peace).isBefore(time);
            if (ended) {
              close(entry.getKey(), one);
            }
            return ended;
          });
      signs.forEach((sign, detail) -> {
        Open one = open.computeIfAbsent(sign, _ -> new Open(time, begun, detail));
        one.to = time;
        one.over = false;
        one.times++;
      });
    }

    private void close(Sign sign, Open one) {
      Episodes.this.show(
          new Episode(
              name,
              one.from,
              one.begun,
              one.to,
              one.over,
              sign.kind(),
              sign.what(),
              one.detail,
              one.times));
    }

    void end(Instant now) {
      open.forEach(this::close);
      if (last != null && isGap(Duration.between(last, now))) {
        show(last, now, false);
      }
    }
  }

  /// Takes the next line.
  ///
  /// @param goesOn whether other lines stand before those that are read
  void take(JsonObject line, boolean goesOn) {
    Optional<String> name = line.text("battery");
    Optional<Instant> time = line.time("time");
    if (name.isEmpty() || time.isEmpty() || line.has("clock")) {
      return;
    }
    Battery battery = batteries.computeIfAbsent(name.get(), Battery::new);
    boolean begun = !goesOn || battery.last != null;
    Optional<JsonObject> fault = line.object("fault");
    if (fault.isPresent()) {
      battery.moveTo(time.get());
      Sign sign = new Sign(Kind.FAULT, fault.get().text("kind").orElse("fault"));
      battery.take(
          time.get(),
          begun,
          Set.of(Kind.FAULT),
          Map.of(sign, fault.get().text("detail").orElse("")));
    } else if (line.has("seq")) {
      battery.moveTo(time.get());
      Map<Sign, String> signs = new LinkedHashMap<>();
      line.texts("protections").forEach(what -> signs.put(new Sign(Kind.PROTECTION, what), ""));
      line.texts("suspect").forEach(what -> signs.put(new Sign(Kind.SUSPECT, what), ""));
      battery.take(time.get(), begun, Set.of(Kind.FAULT, Kind.PROTECTION, Kind.SUSPECT), signs);
    } else if (line.text("event").filter("journal_back"::equals).isPresent()) {
      JsonObject data = line.object("data").orElse(line);
      long missing = data.whole("samples_missing").orElse(0);
      data.time("since")
          .ifPresent(from ->
              show(
                  new Episode(
                      name.get(),
                      from,
                      true,
                      time.get(),
                      true,
                      Kind.JOURNAL,
                      "journal",
                      "",
                      missing)));
    }
  }

  private void show(Episode episode) {
    if (!episode.to().isBefore(since) && episode.from().isBefore(until)) {
      found.add(episode);
    }
  }

  /// All of them in the order of time.
  ///
  /// @param battery of one battery only
  /// @param now what goes on has not ended before
  List<Episode> end(Optional<String> battery, Instant now) {
    batteries.values().forEach(one -> one.end(now));
    return found.stream()
        .filter(episode -> battery.isEmpty() || battery.get().equals(episode.battery()))
        .sorted(ORDER)
        .toList();
  }
}
