package cellwarden.simulator;

import cellwarden.protocol.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// What a BMS has to send, each with the moment before which it does not leave. A BMS is one wire:
/// nothing overtakes.
final class WireQueue {

  /// What happens at the client's end of the wire.
  sealed interface Event {

    /// How long after the request, at the earliest.
    Duration after();
  }

  /// Bytes that arrive together.
  record Fragment(Payload bytes, Duration after) implements Event {}

  /// The BMS closes the link after what it has sent.
  record HangUp(Duration after) implements Event {}

  private record Due(long nanos, Event event) {}

  private final Queue<Due> queue = new ArrayDeque<>();

  /// @param now monotonic clock, ns
  void add(List<Event> events, long now) {
    events.forEach(event -> queue.add(new Due(now + event.after().toNanos(), event)));
  }

  /// The next event, if its moment has come.
  Optional<Event> take(long now) {
    Due next = queue.peek();
    if (next == null || next.nanos() - now > 0) {
      return Optional.empty();
    }
    queue.remove();
    return Optional.of(next.event());
  }

  /// Takes bytes that leave.
  @FunctionalInterface
  interface Wire<E extends Exception> {
    void write(byte[] bytes) throws E;
  }

  /// Writes what is due.
  ///
  /// @return false when the BMS hangs up
  <E extends Exception> boolean deliver(Wire<E> wire) throws E {
    for (Optional<Event> next = take(System.nanoTime());
        next.isPresent();
        next = take(System.nanoTime())) {
      switch (next.get()) {
        case Fragment fragment -> wire.write(fragment.bytes().toBytes());
        case HangUp _ -> {
          return false;
        }
      }
    }
    return true;
  }

  /// How long until the next event is due; empty when nothing waits.
  Optional<Duration> untilNext(long now) {
    return Optional.ofNullable(queue.peek())
        .map(next -> Duration.ofNanos(Math.max(0, next.nanos() - now)));
  }
}
