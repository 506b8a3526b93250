package cellwarden.app;

import cellwarden.poll.BatteryPoller;
import cellwarden.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Looks whether each battery's poller makes progress, by polls that it finished and not by threads
/// that live, and has one that hangs run again. When that keeps helping none of them, the process
/// ends, so that the service manager starts another.
///
/// All by the monotonic clock, which stands still while the machine sleeps.
final class Watchdog {

  static final Duration PERIOD = Duration.ofSeconds(10);

  /// So long has a poller that was run again until it counts as hanging again.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// In vain, until the process ends.
  private static final int MOST_IN_A_ROW = 3;

  private final List<Watched> batteries;
  private final Time time;
  private final Consumer<Throwable> onFatal;
  private long looked;
  private long judgesFrom;

  /// A battery's poller, and what runs it.
  static final class Watched {
    private final BatteryPoller poller;
    private final Supervisor thread;
    private long finished;
    private int inVain;
    private long againFrom;

    Watched(BatteryPoller poller, Supervisor thread) {
      this.poller = poller;
      this.thread = thread;
    }

    private void look(long now) {
      long polls = poller.health().polls();
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
  Watchdog(List<Watched> batteries, Time time, Consumer<Throwable> onFatal) {
    this.batteries = List.copyOf(batteries);
    this.time = time;
    this.onFatal = onFatal;
    this.looked = time.nanos();
    this.judgesFrom = looked;
  }

  /// Looks until it is interrupted.
  void run() throws InterruptedException {
    while (true) {
      time.pause(PERIOD);
      look();
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
}
