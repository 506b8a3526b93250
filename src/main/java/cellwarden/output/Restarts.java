package cellwarden.output;

import java.util.Map;
import java.util.TreeMap;

/// How often each part of the service was restarted after a bug, since the program started. Safe
/// for use by several threads.
public final class Restarts {

  private final Map<String, Integer> counts = new TreeMap<>();

  /// One more.
  ///
  /// @param what such as `battery myBattery` or `output mqtt`
  public synchronized void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /// By name of the part, only those that were restarted.
  public synchronized Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }
}
