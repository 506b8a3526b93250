package cellwarden.output.mqtt;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Keeps which journalled samples are on their way to the broker and which it has missed, as
/// sequence numbers only: no length of outage makes this grow.
///
/// A sample that is noted is missed until it goes live; one that goes live is acknowledged or
/// missed again. Safe for use by several threads.
final class Delivery {

  private final SeqRanges missed = new SeqRanges();
  private final SeqRanges live = new SeqRanges();

  /// Null once it has been asked.
  private @Nullable LongFunction<DeliveryState> saved;

  private long next = 1;
  private int changes;

  /// What an earlier run left is not known before the journal gives a number.
  ///
  /// @param saved gives what an earlier run left; its argument is the number of the journal's last
  ///   sample at that moment
  Delivery(LongFunction<DeliveryState> saved) {
    this.saved = saved;
  }

  /// Takes up what an earlier run left, where that has not been done.
  ///
  /// @param lastSeq of the journal: what is beyond the saved state was missed; numbers that the
  ///   journal has not given yet are none of ours, since then it is a new one
  synchronized void begin(long lastSeq) {
    LongFunction<DeliveryState> source = saved;
    if (source != null) {
      DeliveryState state = source.apply(lastSeq);
      saved = null;
      missed.addAll(state.pending());
      missed.add(state.next(), lastSeq);
      missed.remove(lastSeq + 1, Long.MAX_VALUE - 1);
      next = lastSeq + 1;
      notifyAll();
    }
  }

  /// Nothing was ever missed, and nobody will ask.
  static Delivery atTheBeginning() {
    return new Delivery(DeliveryState::atTheEnd);
  }

  /// A sample was journalled and cannot be sent now.
  ///
  /// Numbers that were passed over are missed too: with several batteries they may only be a moment
  /// late, and a number that was never written costs nothing.
  synchronized void noted(long seq) {
    begin(seq - 1);
    if (seq >= next) {
      missed.add(next, seq);
      next = seq + 1;
      changes++;
      notifyAll();
    }
  }

  /// A sample waits to be sent live. One that was sent before is not called missed again.
  synchronized void goesLive(long seq) {
    noted(seq);
    if (missed.remove(seq, seq)) {
      live.add(seq, seq);
    }
  }

  synchronized void acknowledged(long seq) {
    boolean wasLive = live.remove(seq, seq);
    if (missed.remove(seq, seq) || wasLive) {
      changes++;
    }
    notifyAll();
  }

  /// The broker did not take this one live.
  synchronized void refused(long seq) {
    if (live.remove(seq, seq)) {
      missed.add(seq, seq);
      notifyAll();
    }
  }

  /// Nothing of what waited to be sent live will be.
  synchronized void liveIsOver() {
    missed.addAll(live.list());
    live.clear();
    notifyAll();
  }

  /// The journal's samples of these numbers are delivered, or there are none.
  synchronized void caughtUp(long from, long to) {
    if (missed.remove(from, to)) {
      changes++;
    }
  }

  synchronized boolean isMissed(long seq) {
    return missed.contains(seq);
  }

  /// How many numbers are missed, at most as many samples.
  synchronized long missedCount() {
    return missed.count();
  }

  /// Waits until something is missed and nothing live is in its way.
  ///
  /// @return the oldest; empty when the time is over
  synchronized Optional<SeqRange> awaitMissed(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while ((missed.isEmpty() || !live.isEmpty()) && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return live.isEmpty() ? missed.first() : Optional.empty();
  }

  /// Waits until nothing live waits.
  synchronized void awaitTurn() throws InterruptedException {
    while (!live.isEmpty()) {
      wait();
    }
  }

  synchronized DeliveryState state() {
    SeqRanges pending = new SeqRanges();
    pending.addAll(missed.list());
    pending.addAll(live.list());
    changes = 0;
    return new DeliveryState(next, pending.list());
  }

  /// How much has changed since [#state()] was asked for.
  synchronized int changes() {
    return changes;
  }

  /// Number of the oldest sample that is still to be delivered; the journal may remove what is
  /// below.
  synchronized long neededFrom() {
    long lowest = missed.first().map(SeqRange::from).orElse(next);
    return Math.min(lowest, live.first().map(SeqRange::from).orElse(next));
  }
}
