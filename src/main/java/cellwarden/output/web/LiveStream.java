package cellwarden.output.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Server-sent events to whoever listens. What one does not take in time is not kept for long: who
/// falls back too far is cut off, connects again and asks how things are. Safe for use by several
/// threads.
final class LiveStream {

  /// More listeners are refused.
  private static final int MOST = 256;

  /// So many of these from one other machine: it cannot take them all.
  private static final int MOST_OF_ONE = 64;

  /// Events that wait for one listener.
  private static final int MOST_WAITING = 64;

  /// So often something is sent, so that both ends see that the other one is there.
  private static final long HEARTBEAT_SECONDS = 15;

  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GREETING =
      "retry: 2000\nevent: hello\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);

  /// @param peer where it is
  /// @param thread that writes to it
  private record Listener(String peer, Thread thread, BlockingQueue<byte[]> waiting) {}

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /// Whether anybody listens.
  boolean isHeard() {
    return !listeners.isEmpty();
  }

  int listeners() {
    return listeners.size();
  }

  /// Whether one more may listen from there. A proxy on this machine speaks for many.
  ///
  /// @param peer its address, or its network
  /// @param own whether that is this machine
  boolean hasRoom(String peer, boolean own) {
    long beside = listeners.stream().filter(other -> other.peer().equals(peer)).count();
    return listeners.size() < MOST && (own || beside < MOST_OF_ONE);
  }

  /// Hands an event to all. Waits for nobody.
  ///
  /// @param name such as `battery`
  /// @param json UTF-8 without a line break
  void send(String name, byte[] json) {
    if (!isHeard()) {
      return;
    }
    String text = "event: " + name + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
    byte[] event = text.getBytes(StandardCharsets.UTF_8);
    listeners.removeIf(listener -> {
      boolean isFull = !listener.waiting().offer(event);
      if (isFull) {
        // Ends a write that nobody reads.
        listener.thread().interrupt();
      }
      return isFull;
    });
  }

  /// Writes all events to one listener until it goes, or falls back too far.
  ///
  /// @param peer as [#hasRoom] has it
  void serve(String peer, OutputStream out) throws IOException, InterruptedException {
    Listener listener =
        new Listener(peer, Thread.currentThread(), new ArrayBlockingQueue<>(MOST_WAITING));
    listeners.add(listener);
    try {
      out.write(GREETING);
      out.flush();
      while (listeners.contains(listener)) {
        byte[] next = listener.waiting().poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        out.write(next == null ? HEARTBEAT : next);
        out.flush();
      }
    } finally {
      listeners.remove(listener);
    }
  }

  /// Ends all.
  void close() {
    listeners.removeIf(listener -> {
      listener.thread().interrupt();
      return true;
    });
  }
}
