package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may scan and connect on one adapter: one at a time, since two connects, or a scan beside a
/// connect, disturb each other.
///
/// Turns go in the order of asking, except that a battery that was reached the last time waits for
/// the turn of at most one that was not, however many are away. That one is let go first, so that
/// the others cannot starve it however busy the adapter is.
final class AdapterTurns {

  private final Duration length;
  private final List<Waiting> queue = new ArrayList<>();
  private final Set<String> reached = new HashSet<>();
  private @Nullable Turn current;

  /// @param length of a turn, if others wait
  AdapterTurns(Duration length) {
    this.length = length;
  }

  private static final class Waiting {

    private final boolean answers;

    /// Whether one that does not answer had a turn meanwhile.
    private boolean gaveWay;

    private Waiting(boolean answers, boolean gaveWay) {
      this.answers = answers;
      this.gaveWay = gaveWay;
    }
  }

  /// Waits for a turn.
  ///
  /// @param who a battery; anything else counts as one that does not answer
  /// @return empty when the adapter did not become free in time
  synchronized Optional<Turn> take(String who, Deadline deadline) throws InterruptedException {
    Waiting own = new Waiting(reached.contains(who), current != null && !current.answers);
    queue.add(own);
    try {
      while (current != null || next() != own) {
        if (deadline.isPassed()) {
          return Optional.empty();
        }
        wait(Math.max(1, deadline.leftMillis()));
      }
      queue.forEach(other -> other.gaveWay |= !own.answers);
      Turn turn = new Turn(who, own.answers, Deadline.in(length), deadline);
      current = turn;
      return Optional.of(turn);
    } finally {
      queue.remove(own);
      notifyAll();
    }
  }

  private Waiting next() {
    boolean enough = queue.stream().anyMatch(waiting -> waiting.answers && waiting.gaveWay);
    return queue.stream().filter(waiting -> waiting.answers || !enough).findFirst().orElseThrow();
  }

  /// The right to the adapter, until it is closed.
  final class Turn implements AutoCloseable {

    private final String who;
    private final boolean answers;
    private final Deadline end;
    private final Deadline last;
    private boolean answered;

    private Turn(String who, boolean answers, Deadline end, Deadline last) {
      this.who = who;
      this.answers = answers;
      this.end = end;
      this.last = last;
    }

    /// Whether it is time to let others go first.
    boolean isOver() {
      synchronized (AdapterTurns.this) {
        return end.isPassed() && !queue.isEmpty();
      }
    }

    /// The battery was reached.
    void answered() {
      answered = true;
    }

    @Override
    public void close() {
      synchronized (AdapterTurns.this) {
        if (answered) {
          reached.add(who);
        } else if (end.isPassed() || last.isPassed()) {
          reached.remove(who);
        }
        current = null;
        AdapterTurns.this.notifyAll();
      }
    }
  }
}
