package cellwarden.transport.ble.recovery;

import cellwarden.transport.ble.BleTrouble;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// When which rung is due, from how the connects to each battery go. No I/O, no clock of its own:
/// times are those of the monotonic clock. Not for use by several threads at once.
///
/// A battery is forgotten when connects to it keep failing. An adapter is touched only when the
/// connects to all batteries of it fail, none of them in a way that shows that it works, and none
/// has come about for a while.
final class Ladder {

  /// Failed connects in a row before anything is done.
  static final int FAILURES = 3;

  /// So long no battery of an adapter was reached before it is touched.
  static final Duration SILENCE = Duration.ofMinutes(5);

  static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  /// For each battery, and for each adapter.
  static final int PER_DAY = 8;

  private final Map<String, Reach> batteries = new HashMap<>();
  private final Map<String, Care> adapters = new HashMap<>();

  /// How the connects to one battery go.
  private static final class Reach {
    private final Pace forgets = pace();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int failures;
    private BleTrouble trouble = BleTrouble.NO_CONNECT;
    private long reached;

    Reach(long now) {
      reached = now;
    }
  }

  /// What was done for one adapter.
  private static final class Care {
    private final Pace pace = pace();
    private int step;
  }

  private static Pace pace() {
    return new Pace(FIRST_PAUSE, LONGEST_PAUSE, PER_DAY);
  }

  /// A battery will be connected to from now on.
  void knows(String battery, long now) {
    batteries.putIfAbsent(battery, new Reach(now));
  }

  /// A connect came about.
  ///
  /// @param adapter of the battery
  void reached(String battery, String adapter, long now) {
    Reach reach = reach(battery, now);
    reach.failures = 0;
    reach.reached = now;
    reach.forgets.helped();
    Care care = care(adapter);
    care.pace.helped();
    care.step = 0;
  }

  /// A connect failed.
  void failed(String battery, BleTrouble trouble, long now) {
    Reach reach = reach(battery, now);
    reach.failures++;
    reach.trouble = trouble;
  }

  boolean isToForget(String battery, long now) {
    Reach reach = reach(battery, now);
    return reach.failures >= FAILURES && Rung.mayForget(reach.trouble) && reach.forgets.allows(now);
  }

  /// Whether a battery has not been reached for so long that its adapter may be at fault.
  boolean failsForLong(String battery, long now) {
    Reach reach = reach(battery, now);
    return reach.failures >= FAILURES
        && !Rung.against(reach.trouble).isEmpty()
        && now - reach.reached >= SILENCE.toNanos();
  }

  /// Whether an adapter is at fault as far as can be told from its batteries, and may be touched
  /// again by now.
  ///
  /// @param own all batteries of the adapter
  boolean isSuspect(String adapter, Collection<String> own, long now) {
    return own.stream().allMatch(battery -> failsForLong(battery, now))
        && care(adapter).pace.allows(now);
  }

  /// The rung that is next for an adapter, one after the other and again from the first.
  ///
  /// @param possible those that this program can do here
  Optional<Rung> next(String adapter, BleTrouble trouble, Set<Rung> possible) {
    List<Rung> rungs = Rung.against(trouble).stream().filter(possible::contains).toList();
    return rungs.isEmpty()
        ? Optional.empty()
        : Optional.of(rungs.get(care(adapter).step % rungs.size()));
  }

  /// A battery was forgotten, or there was nothing to forget.
  void forgot(String battery, boolean counts, long now) {
    Reach reach = reach(battery, now);
    reach.forgets.done(now);
    if (counts) {
      reach.counts.merge(Rung.REDISCOVER.label(), 1, Integer::sum);
    }
  }

  /// A rung was done for an adapter.
  void done(Rung rung, String adapter, Collection<String> own, long now) {
    care(adapter).pace.done(now);
    care(adapter).step++;
    own.forEach(battery -> reach(battery, now).counts.merge(rung.label(), 1, Integer::sum));
  }

  /// There was a reason to leave an adapter alone, which is looked at again later.
  void spared(String adapter, long now) {
    care(adapter).pace.spared(now);
  }

  /// How often what was done for a battery, by the names of rungs.
  Map<String, Integer> counts(String battery) {
    Reach reach = batteries.get(battery);
    return reach == null ? Map.of() : Map.copyOf(reach.counts);
  }

  private Reach reach(String battery, long now) {
    return batteries.computeIfAbsent(battery, _ -> new Reach(now));
  }

  private Care care(String adapter) {
    return adapters.computeIfAbsent(adapter, _ -> new Care());
  }
}
