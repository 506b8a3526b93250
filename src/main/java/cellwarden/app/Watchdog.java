package cellwarden.app;

import cellwarden.output.Output;
import cellwarden.poll.BatteryPoller;
import cellwarden.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks whether each battery's poller makes progress, by polls whose event is journalled and
/// handed on and not by threads that live, and has one that hangs run again. When that keeps
/// helping none of them, the process ends, so that the service manager starts another.
///
/// The service manager hears of the progress, too: that of a battery at least, and of every output.
/// Without it for long it ends a process that cannot even end itself.
///
/// All by the monotonic clock, which stands still while the machine sleeps.
final class Watchdog {

  static final Duration PERIOD = Duration.ofSeconds(10);

  /// When there is more to tell after a start: most batteries are read by then.
  private static final Duration SOON = Duration.ofSeconds(3);

  /// So long has a poller that was run again until it counts as hanging again.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// In vain, until the process ends.
  private static final int MOST_IN_A_ROW = 3;

  private final List<Watched> batteries;
  private final Told told;
  private final Time time;
  private final Consumer<Throwable> onFatal;
  private long looked;
  private long judgesFrom;
  private boolean ready;

  /// Takes assignments such as `READY=1`, and says whether they came through.
  @FunctionalInterface
  interface Manager {
    boolean tell(String... assignments);
  }

  /// Who hears how the service does.
  ///
  /// @param manager the service manager; empty where none started this program
  /// @param outputs that must make progress, too
  /// @param status the line for people
  record Told(Optional<Manager> manager, List<Output> outputs, Supplier<String> status) {

    /// Nobody.
    static final Told NOBODY = new Told(Optional.empty(), List.of(), () -> "");
  }

  /// A battery's poller, and what runs it.
  static final class Watched {
    private final BatteryPoller poller;
    private final Supervisor thread;
    private final EndedPolls ended;
    private final Duration longest;
    private long finished;
    private int inVain;
    private long againFrom;
    private long progressed;

    /// @param interval of the battery
    Watched(BatteryPoller poller, Supervisor thread, EndedPolls ended, Duration interval) {
      this.poller = poller;
      this.thread = thread;
      this.ended = ended;
      this.longest = interval.plus(BatteryPoller.LONGEST_PAUSE).multipliedBy(2);
    }

    /// Whether a poll has ended, or the battery was left alone on purpose, not longer ago than it
    /// can take from one poll to the next.
    private boolean makesProgress(long now) {
      return now - progressed <= longest.plus(BatteryPoller.LONGEST_POLL).toNanos();
    }

    private void look(long now) {
      long polls = ended.count(poller.battery());
      if (polls != finished || poller.health().paused()) {
        progressed = now;
      }
      if (polls != finished) {
        finished = polls;
        inVain = 0;
      }
      if (poller.isStuck() && (inVain == 0 || now - againFrom >= 0)) {
        inVain++;
        againFrom = now + PATIENCE.toNanos();
        thread.stuck();
      }
    }
  }

  /// @param onFatal takes the sentence with which the process ends
  Watchdog(List<Watched> batteries, Told told, Time time, Consumer<Throwable> onFatal) {
    this.batteries = List.copyOf(batteries);
    this.told = told;
    this.time = time;
    this.onFatal = onFatal;
    this.looked = time.nanos();
    this.judgesFrom = looked;
    batteries.forEach(battery -> battery.progressed = looked);
  }

  /// Looks until it is interrupted.
  void run() throws InterruptedException {
    try {
      tell();
      time.pause(SOON);
      while (true) {
        look();
        tell();
        time.pause(PERIOD);
      }
    } catch (InterruptedException e) {
      told.manager().ifPresent(manager -> manager.tell("STOPPING=1"));
      throw e;
    }
  }

  /// After a time in which this thread did not run, as in a machine that was stopped, the others
  /// did not either, and get the time to go on.
  void look() {
    long now = time.nanos();
    if (now - looked > PERIOD.multipliedBy(3).toNanos()) {
      judgesFrom = now + BatteryPoller.LONGEST_POLL.toNanos();
    }
    looked = now;
    if (now - judgesFrom < 0) {
      return;
    }
    batteries.forEach(battery -> battery.look(now));
    if (!batteries.isEmpty()
        && batteries.stream().allMatch(battery -> battery.inVain >= MOST_IN_A_ROW)) {
      onFatal.accept(
          new StartException(
              StartException.Kind.OUTSIDE,
              "no battery's poll came to an end any more, and to run them again did not help;"
                  + " the process ends so that its service manager starts another"));
    }
  }

  /// Tells the service manager how the service does, and of progress if there is any.
  void tell() {
    if (told.manager().isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("STATUS=" + told.status().get()));
    if (!ready) {
      words.add("READY=1");
    }
    if (makesProgress()) {
      words.add("WATCHDOG=1");
    }
    ready |= told.manager().get().tell(words.toArray(String[]::new));
  }

  /// What was not looked at yet counts as progress.
  private boolean makesProgress() {
    return looked - judgesFrom < 0
        || ((batteries.isEmpty()
                || batteries.stream().anyMatch(battery -> battery.makesProgress(looked)))
            && told.outputs().stream().noneMatch(Output::isStuck));
  }
}
