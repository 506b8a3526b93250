package cellwarden.battery;

import java.time.Duration;
import java.util.Map;

/// How others reach the poller of one battery. Nothing here waits for the battery; safe for use by
/// several threads.
public interface BatteryControl {

  /// Name of the battery.
  String battery();

  /// Has it polled at once, also in a pause, which then goes on. A poll that runs is followed by
  /// another one.
  void readNow();

  /// Leaves the battery alone for this time, and lets go of its link, so that a phone can have it.
  /// A poll that runs is finished first. Takes the place of an earlier pause.
  ///
  /// @param duration positive
  void pause(Duration duration);

  /// Ends a pause: the battery is polled at once. Without one nothing happens.
  void resume();

  /// How its polls went since the program started.
  PollHealth health();

  /// How the polls of a battery went.
  ///
  /// @param polls that ended, well or not
  /// @param failures of them
  /// @param failuresInARow up to the last one, 0 after a sample
  /// @param paused whether the battery is left alone now
  /// @param statistics of the last polls
  /// @param recoveries how often each thing was done to get the battery back, by its name, such as
  ///   `reconnect` or `power_cycle`; what was done to its adapter counts for each battery of it
  record PollHealth(
      long polls,
      long failures,
      int failuresInARow,
      boolean paused,
      ReadStatistics statistics,
      Map<String, Integer> recoveries) {

    public PollHealth {
      recoveries = Map.copyOf(recoveries);
    }

    /// Without what the last polls say.
    public PollHealth(long polls, long failures, int failuresInARow, boolean paused) {
      this(polls, failures, failuresInARow, paused, ReadStatistics.NONE, Map.of());
    }
  }
}
