package cellwarden.fleet;

import cellwarden.output.mqtt.client.ReceivedMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Messages that wait to be written. The broker sends no more of those that it wants acknowledged
/// than this has room for; of others the newest are dropped. Safe for use by several threads.
final class Inbox {

  private final int room;
  private final Queue<ReceivedMessage> waiting = new ArrayDeque<>();

  Inbox(int room) {
    this.room = room;
  }

  /// Takes a message. Never waits.
  synchronized void add(ReceivedMessage message) {
    if (message.acknowledged() || waiting.size() < room) {
      waiting.add(message);
      notifyAll();
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  /// Forgets all: the broker sends them again, since nobody has acknowledged them.
  synchronized void clear() {
    waiting.clear();
  }

  /// The next messages, at least one. After the first it waits a moment for more, so that a slow
  /// stream is written in batches, too.
  synchronized List<ReceivedMessage> next(int most, Duration moment) throws InterruptedException {
    long deadline = 0;
    while (waiting.isEmpty()
        || (waiting.size() < most && (deadline == 0 || deadline - System.nanoTime() > 0))) {
      if (waiting.isEmpty()) {
        deadline = 0;
        wait();
      } else {
        deadline = deadline == 0 ? System.nanoTime() + moment.toNanos() : deadline;
        wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
    }
    List<ReceivedMessage> next = new ArrayList<>();
    while (next.size() < most && !waiting.isEmpty()) {
      next.add(waiting.remove());
    }
    return next;
  }
}
