package cellwarden.time;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the wall clock of a machine has been set, and the word to the log when that changes.
///
/// A clock that is set stays set, since nothing but a new start of the machine takes it away. Where
/// neither the files nor the time itself say otherwise it counts as set: a doubt that never ends
/// would be worth nothing. Safe for use by several threads.
final class ClockWatch {

  /// Before this program was written: a clock that says so began at 1970 or where its maker left
  /// it.
  static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /// Somebody set the clock when it moves by more against the monotonic clock; less is how long the
  /// two may be read apart on a machine that is busy.
  private static final Duration STEP = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  private final ClockFiles files;
  private final ClockMemory memory;
  private final Moment start;
  private boolean known;
  private boolean said;

  /// @param start when the program started: who sets the clock later is seen to do so
  ClockWatch(ClockFiles files, ClockMemory memory, Moment start) {
    this.files = files;
    this.memory = memory;
    this.start = start;
  }

  /// @param wall the wall clock now
  /// @param nanos the monotonic clock now
  synchronized boolean isSet(Instant wall, long nanos) {
    boolean possible = !wall.isBefore(EARLIEST);
    if (possible && !known) {
      known = wasSetSince(start, wall, nanos) || files.maySet(wall) || memory.holds();
      remember();
    }
    boolean set = possible && known;
    say(set, wall);
    return set;
  }

  /// Where nothing is doubted there is nothing to remember.
  private void remember() {
    if (known && files.timesyncdRuns()) {
      memory.keep();
    }
  }

  /// The kernel changes the speed of both clocks alike, so only a step parts them.
  private static boolean wasSetSince(Moment start, Instant wall, long nanos) {
    Duration passed = Duration.ofNanos(nanos - start.nanos());
    Duration moved = Duration.between(start.wall(), wall).minus(passed);
    return moved.abs().compareTo(STEP) > 0;
  }

  private void say(boolean set, Instant wall) {
    if (!set && !said) {
      LOG.warn(
          "the clock of this machine is not set yet (it says {}), so samples are marked as unsynchronised until it is;"
              + " give it a network with a time server, or set it with date -s",
          wall);
      said = true;
    } else if (set && said) {
      LOG.info("the clock of this machine is set now");
      said = false;
    }
  }
}
