package cellwarden.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// What a BMS has to send, each with the moment before which it does not leave. A BMS is one wire:
/// nothing overtakes.
final class Outbox {

  private record Due(long nanos, Delivery delivery) {}

  private final Queue<Due> queue = new ArrayDeque<>();

  /// @param now reading of the ticker
  void add(List<Delivery> deliveries, long now) {
    for (Delivery delivery : deliveries) {
      long after =
          switch (delivery) {
            case Delivery.Fragment fragment -> fragment.after().toNanos();
            case Delivery.HangUp _ -> 0;
          };
      queue.add(new Due(now + after, delivery));
    }
  }

  /// The next delivery, if its moment has come.
  Optional<Delivery> take(long now) {
    Due next = queue.peek();
    if (next == null || next.nanos() - now > 0) {
      return Optional.empty();
    }
    queue.remove();
    return Optional.of(next.delivery());
  }

  /// How long until the next delivery is due; empty when nothing waits.
  Optional<Duration> untilNext(long now) {
    return Optional.ofNullable(queue.peek())
        .map(next -> Duration.ofNanos(Math.max(0, next.nanos() - now)));
  }
}
