package cellwarden.transport.bluez;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a link brought and nobody took yet: fragments, and behind them perhaps the end of the link.
///
/// Watches the device and its notifying characteristic.
final class Inbox implements Watcher {

  /// More than the longest answers of many requests: beyond that nobody reads, and the oldest go.
  private static final int CAPACITY = 1024;

  /// No fragment is empty.
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(CAPACITY);
  private volatile @Nullable String end;

  @Override
  public void changed(Map<String, Object> properties) {
    byte[] value = bytes(properties.get("Value"));
    if (value.length > 0) {
      put(value);
    }
    if (Boolean.FALSE.equals(properties.get("Connected"))) {
      gone("disconnected");
    }
  }

  @Override
  public void gone(String why) {
    if (end == null) {
      end = why;
      put(END);
    }
  }

  /// The end was that of a former link.
  void reopen() {
    end = null;
    queue.removeIf(fragment -> fragment.length == 0);
  }

  /// Why the link ended; empty while it stands.
  Optional<String> end() {
    return Optional.ofNullable(end);
  }

  boolean hasEnded() {
    return end != null;
  }

  /// The oldest fragment.
  ///
  /// @return empty when none came in time, or when the link ended and every fragment is taken
  byte[] take(Duration patience) throws InterruptedException {
    byte[] fragment = queue.poll(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
    if (fragment == null) {
      return END;
    }
    if (fragment.length == 0) {
      put(END);
    }
    return fragment;
  }

  /// Whether nothing is left but the end.
  boolean isSpent() {
    byte[] next = queue.peek();
    return next != null && next.length == 0;
  }

  private void put(byte[] fragment) {
    while (!queue.offer(fragment)) {
      queue.poll();
    }
  }

  private static byte[] bytes(@Nullable Object value) {
    if (value instanceof byte[] array) {
      return array;
    }
    List<?> list = value instanceof List<?> any ? any : List.of();
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (Byte) list.get(i);
    }
    return bytes;
  }
}
