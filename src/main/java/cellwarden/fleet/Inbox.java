package cellwarden.fleet;

import cellwarden.fleet.message.MessageReader;
import cellwarden.output.mqtt.client.ReceivedMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Messages that wait to be written. The broker sends no more of those that it wants acknowledged
/// than this has room for; of others the newest are dropped. Safe for use by several threads.
final class Inbox {

  private static final int SEVERAL = 10;
  private static final long QUIET_MILLIS = 5;

  private final int room;
  private final Queue<ReceivedMessage> waiting = new ArrayDeque<>();

  Inbox(int room) {
    this.room = room;
  }

  /// Takes a message, of one that is too large only so much that this shows. Never waits.
  synchronized void add(ReceivedMessage message) {
    if (message.acknowledged() || waiting.size() < room) {
      waiting.add(message.cut(MessageReader.LARGEST + 1));
      if (waiting.size() == 1) {
        notifyAll();
      }
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
  /// stream is written in batches, too; less where several came and then none, since the broker may
  /// wait for their acknowledgement.
  synchronized List<ReceivedMessage> next(int most, Duration moment) throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    long deadline = System.nanoTime() + moment.toNanos();
    int before = 0;
    while (waiting.size() < most
        && deadline - System.nanoTime() > 0
        && (waiting.size() < SEVERAL || waiting.size() > before)) {
      before = waiting.size();
      TimeUnit.MILLISECONDS.timedWait(this, QUIET_MILLIS);
    }
    List<ReceivedMessage> next = new ArrayList<>();
    while (next.size() < most && !waiting.isEmpty()) {
      next.add(waiting.remove());
    }
    return next;
  }
}
