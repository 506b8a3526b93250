package cellwarden.transport.bluez;

import java.util.concurrent.TimeUnit;

/// When the steps of one link were done, for the log.
final class Steps {

  private final long begun = System.nanoTime();
  private long connected = begun;
  private long resolved = begun;
  private long subscribed = begun;

  void connected() {
    connected = System.nanoTime();
    resolved = connected;
  }

  void resolved() {
    resolved = System.nanoTime();
  }

  void subscribed() {
    subscribed = System.nanoTime();
  }

  /// One line, when the link has ended.
  ///
  /// @param closing when its end began, `System.nanoTime()`
  String line(long closing) {
    long ended = System.nanoTime();
    return "connect %d ms, resolve %d ms, notify %d ms, end %d ms, hold %d ms"
        .formatted(
            millis(begun, connected),
            millis(connected, resolved),
            millis(resolved, subscribed),
            millis(closing, ended),
            millis(connected, ended));
  }

  private static long millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }
}
