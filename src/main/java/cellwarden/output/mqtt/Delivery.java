package cellwarden.output.mqtt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;

/// Keeps which journalled samples are on their way to the broker and which it has missed, as
/// sequence numbers only: no length of outage makes this grow.
///
/// A sample that is noted is missed until it goes live; one that goes live is acknowledged or
/// missed again; one whose history topic is refused is set aside. Safe for use by several threads.
final class Delivery {

  private final SeqRanges missed = new SeqRanges();

  /// Never more than wait to be published.
  private final TreeSet<Long> live = new TreeSet<>();

  /// By topic: from the first sample that was set aside to the last one. Others may lie between.
  private final Map<String, SeqRange> aside = new LinkedHashMap<>();

  private final IntSupplier journal;
  private final LongFunction<Optional<DeliveryState>> saved;

  /// The epoch of the journal whose saved state was taken up; 0 for none.
  private int takenUp;

  private long next = 1;
  private long changes;

  /// Begins with what an earlier run left as soon as the journal is open.
  ///
  /// @param journal its epoch, as [cellwarden.battery.SampleLog#epoch()] has it: in another one
  ///   other samples are missed
  /// @param saved gives what an earlier run left, cut to the journal: its argument is the number of
  ///   the journal's last sample at that moment; empty while that cannot be read
  Delivery(IntSupplier journal, LongFunction<Optional<DeliveryState>> saved) {
    this.journal = journal;
    this.saved = saved;
  }

  /// For an output that delivers nothing later: all is forgotten with the program.
  static Delivery withoutBackfill() {
    return new Delivery(() -> 1, lastSeq -> Optional.of(DeliveryState.atTheEnd(lastSeq)));
  }

  /// Takes up what an earlier run left, where that has not been done for this journal.
  ///
  /// @param lastSeq of the journal: what is beyond the saved state was missed
  synchronized void takeUp(long lastSeq) {
    int epoch = journal.getAsInt();
    if (epoch == takenUp) {
      return;
    }
    missed.clear();
    live.clear();
    aside.clear();
    Optional<DeliveryState> state = saved.apply(lastSeq);
    takenUp = state.isPresent() ? epoch : 0;
    next = 1;
    if (state.isPresent()) {
      missed.addAll(state.get().pending());
      missed.add(state.get().next(), lastSeq);
      next = lastSeq + 1;
      changes++;
    }
    notifyAll();
  }

  /// A sample was journalled and cannot be sent now.
  ///
  /// Numbers that were passed over are missed too: with several batteries they may only be a moment
  /// late, and a number that was never written costs nothing.
  synchronized void noted(long seq) {
    takeUp(seq - 1);
    if (takenUp > 0 && seq >= next) {
      missed.add(next, seq);
      next = seq + 1;
      notifyAll();
    }
  }

  /// A sample waits to be sent live. One that was sent before is not called missed again.
  synchronized void goesLive(long seq) {
    noted(seq);
    if (missed.remove(seq, seq)) {
      live.add(seq);
    }
  }

  synchronized void acknowledged(long seq) {
    boolean wasLive = live.remove(seq);
    if (missed.remove(seq, seq) || wasLive) {
      changes++;
    }
    notifyAll();
  }

  /// The broker did not take this one live.
  synchronized void refused(long seq) {
    if (live.remove(seq)) {
      missed.add(seq, seq);
      notifyAll();
    }
  }

  /// Nothing of what waited to be sent live will be.
  synchronized void liveIsOver() {
    live.forEach(seq -> missed.add(seq, seq));
    live.clear();
    notifyAll();
  }

  /// The journal's samples of these numbers are delivered, or there are none.
  synchronized void caughtUp(long from, long to) {
    if (from <= to && missed.remove(from, to)) {
      changes++;
    }
  }

  /// The broker does not take this one on its history topic: what comes behind must not wait for
  /// it.
  synchronized void setAside(String topic, long seq) {
    missed.remove(seq, seq);
    aside.merge(topic, new SeqRange(seq, seq), SeqRange::hull);
  }

  /// What was set aside, by topic: ranges that hold all of its samples, and others.
  synchronized Map<String, SeqRange> aside() {
    return Map.copyOf(aside);
  }

  /// Of what was set aside for a topic everything up to this number is delivered.
  synchronized void takenFromAside(String topic, long upTo) {
    aside.computeIfPresent(
        topic,
        (_, range) ->
            upTo < range.to() ? new SeqRange(Math.max(range.from(), upTo + 1), range.to()) : null);
    changes++;
  }

  synchronized boolean isMissed(long seq) {
    return missed.contains(seq);
  }

  /// How many numbers are missed or set aside, at most as many samples.
  synchronized long missedCount() {
    return missed.count() + aside.values().stream().mapToLong(SeqRange::count).sum();
  }

  /// Waits until something is missed and nothing live is in its way.
  ///
  /// @return the oldest; empty when the time is over
  synchronized Optional<SeqRange> awaitMissed(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while ((missed.isEmpty() || !live.isEmpty()) && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
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
    live.forEach(seq -> pending.add(seq, seq));
    aside.values().forEach(range -> pending.add(range.from(), range.to()));
    return new DeliveryState(next, pending.list());
  }

  /// How often [#state()] has changed so that it is worth saving. What is missed in addition is
  /// not: an older state says so too, with a lower `next`.
  synchronized long changes() {
    return changes;
  }

  /// Number of the oldest sample that is still to be delivered; the journal may remove what is
  /// below.
  synchronized long neededFrom() {
    return state().pending().stream().mapToLong(SeqRange::from).findFirst().orElse(next);
  }
}
