package cellwarden.transport.bluez;

import cellwarden.transport.bluez.bus.ObjectTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// What a link brought and nobody took yet, and the end of the link.
///
/// Watches the device and its notifying characteristic.
final class NotificationQueue implements ObjectTree.Watcher {

  /// More than the longest answers of many requests: beyond that nobody reads, and the oldest go.
  private static final int CAPACITY = 1024;

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);
  private volatile @Nullable String end;

  @Override
  public void changed(Map<String, Object> properties) {
    byte[] value = bytes(properties.get("Value"));
    while (value.length > 0 && !queue.offer(value)) {
      queue.poll();
    }
    if (Boolean.FALSE.equals(properties.get("Connected"))) {
      gone("disconnected");
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

  @Override
  public void gone(String why) {
    if (end == null) {
      end = why;
    }
  }

  /// The end was that of a former link.
  void reopen() {
    end = null;
  }

  /// Why the link ended; empty while it stands.
  Optional<String> end() {
    return Optional.ofNullable(end);
  }

  boolean hasEnded() {
    return end != null;
  }

  /// Whether there is a fragment, or will be none any more.
  boolean hasNews() {
    return hasEnded() || !queue.isEmpty();
  }

  /// Takes the oldest one.
  Optional<byte[]> next() {
    return Optional.ofNullable(queue.poll());
  }
}
