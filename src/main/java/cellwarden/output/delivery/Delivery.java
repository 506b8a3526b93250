package cellwarden.output.delivery;

import cellwarden.battery.SampleLog;
import cellwarden.output.delivery.SeqRanges.SeqRange;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Which journalled samples are on their way to a receiver and which it has missed, as sequence
/// numbers only: no length of outage makes this grow. Survives the program in a [DeliveryFile].
///
/// A sample that is noted is missed until it goes live; one that goes live is acknowledged or
/// missed again. What a battery misses whose samples the receiver refuses is kept apart, so that
/// the others go on. Safe for use by several threads.
public final class Delivery {

  private final SeqRanges missed = new SeqRanges();

  /// Never more than wait to be published.
  private final TreeSet<Long> live = new TreeSet<>();

  /// Of a battery that was refused: what it misses, and perhaps some numbers of other ones.
  private final Map<String, SeqRanges> refused = new HashMap<>();

  private final IntSupplier journal;
  private final Optional<DeliveryFile> file;
  private final BackfillSettings settings;
  private final LongSupplier nanos;

  /// The id of the journal whose saved state was taken up; 0 for none.
  private int takenUp;

  private long next = 1;

  /// How often the state has changed so that it is worth saving. What is missed in addition is not:
  /// an older state says so too, with a lower `next`.
  private long changes;

  /// Held for what follows, and while the state is written.
  private final Object saving = new Object();

  private long saved;
  private long tried;
  private long lastTry;

  /// Begins with what an earlier run left as soon as the journal is open.
  ///
  /// @param journal its id, as [SampleLog#journalId()] has it: in another one other samples are
  ///   missed
  /// @param file empty: all is forgotten with the program
  /// @param settings say how old the saved state may get
  /// @param nanos the monotonic clock
  Delivery(
      IntSupplier journal,
      Optional<DeliveryFile> file,
      BackfillSettings settings,
      LongSupplier nanos) {
    this.journal = journal;
    this.file = file;
    this.settings = settings;
    this.nanos = nanos;
    this.lastTry = nanos.getAsLong();
  }

  /// Goes on where an earlier run left off: without a saved state, from the end of the journal on.
  public static Delivery of(SampleLog log, DeliveryFile file, BackfillSettings settings) {
    Delivery delivery = new Delivery(log::journalId, Optional.of(file), settings, System::nanoTime);
    delivery.takeUp(log.lastSeq());
    return delivery;
  }

  /// For an output that delivers nothing later.
  public static Delivery withoutBackfill() {
    return new Delivery(
        () -> 1, Optional.empty(), BackfillSettings.with(Optional.empty()), System::nanoTime);
  }

  /// Takes up what an earlier run left, where that has not been done for this journal.
  ///
  /// @param lastSeq of the journal: what is beyond the saved state was missed
  synchronized void takeUp(long lastSeq) {
    int journalId = journal.getAsInt();
    if (journalId == takenUp) {
      return;
    }
    missed.clear();
    live.clear();
    refused.clear();
    Optional<DeliveryState> state =
        file.isEmpty()
            ? Optional.of(DeliveryState.atTheEnd(lastSeq))
            : file.get().goOn(journalId, lastSeq);
    takenUp = state.isPresent() ? journalId : 0;
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
  public synchronized void noted(long seq) {
    takeUp(seq - 1);
    if (takenUp > 0 && seq >= next) {
      miss(next, seq);
      next = seq + 1;
    }
  }

  /// A sample waits to be sent live. One that was sent before is not called missed again.
  public synchronized void goesLive(long seq) {
    noted(seq);
    if (missNoMore(seq, seq, Set.of())) {
      live.add(seq);
    }
  }

  /// The receiver has this one.
  public synchronized void acknowledged(long seq) {
    boolean wasLive = live.remove(seq);
    if (missNoMore(seq, seq, Set.of()) || wasLive) {
      changes++;
    }
    notifyAll();
  }

  /// The receiver did not take this one live.
  public synchronized void refusedLive(long seq) {
    if (live.remove(seq)) {
      miss(seq, seq);
    }
  }

  /// Nothing of what waited to be sent live will be.
  public synchronized void liveIsOver() {
    live.forEach(seq -> miss(seq, seq));
    live.clear();
    notifyAll();
  }

  /// The journal does not have the samples of these numbers, or they are not to be delivered.
  ///
  /// @param leftAlone batteries that were not looked at
  synchronized void passedOver(long from, long to, Set<String> leftAlone) {
    if (from <= to && missNoMore(from, to, leftAlone)) {
      changes++;
    }
  }

  /// The receiver refuses samples of this battery, this one too: the others must not wait.
  synchronized void refused(String battery, long seq) {
    refused.computeIfAbsent(battery, _ -> missed.copy());
    missNoMore(seq, seq, Set.of(battery));
  }

  private void miss(long from, long to) {
    missed.add(from, to);
    refused.values().forEach(apart -> apart.add(from, to));
    notifyAll();
  }

  /// @param leftAlone but not of these batteries
  /// @return whether any was missed
  private boolean missNoMore(long from, long to, Set<String> leftAlone) {
    boolean any = missed.remove(from, to);
    for (Map.Entry<String, SeqRanges> apart : refused.entrySet()) {
      any |= !leftAlone.contains(apart.getKey()) && apart.getValue().remove(from, to);
    }
    refused.values().removeIf(SeqRanges::isEmpty);
    return any;
  }

  synchronized boolean isMissed(String battery, long seq) {
    return refused.getOrDefault(battery, missed).contains(seq);
  }

  /// A number that is only kept because it might have been one of another battery.
  synchronized void forgetUnlessMissed(String battery, long seq) {
    if (!isMissed(battery, seq) && !live.contains(seq)) {
      passedOver(seq, seq, Set.of());
    }
  }

  /// How many numbers are missed, at most as many samples.
  public synchronized long missedCount() {
    return allMissed().count();
  }

  /// Waits until something is missed and nothing live is in its way.
  ///
  /// @param leftAlone what these batteries miss does not count
  /// @return the oldest; empty when the time is over
  synchronized Optional<SeqRange> awaitMissed(Set<String> leftAlone, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while ((oldest(leftAlone).isEmpty() || !live.isEmpty()) && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    return live.isEmpty() ? oldest(leftAlone) : Optional.empty();
  }

  private Optional<SeqRange> oldest(Set<String> leftAlone) {
    Stream<SeqRanges> apart =
        refused.entrySet().stream()
            .filter(entry -> !leftAlone.contains(entry.getKey()))
            .map(Map.Entry::getValue);
    return Stream.concat(Stream.of(missed), apart)
        .flatMap(ranges -> ranges.first().stream())
        .min(Comparator.comparingLong(SeqRange::from));
  }

  /// Waits until nothing live waits.
  synchronized void awaitTurn() throws InterruptedException {
    while (!live.isEmpty()) {
      wait();
    }
  }

  /// Saves the state if it is time to: not at every sample, which would wear an SD card out, but so
  /// that a crash costs a bounded number of doubles.
  public void saveWhenDue() {
    save(settings.saveEvery(), settings.saveAfter());
  }

  /// Saves the state if it has changed.
  public void save() {
    save(Duration.ZERO, 1);
  }

  /// Nobody who notes a sample waits for the disk meanwhile.
  private void save(Duration every, int after) {
    synchronized (saving) {
      long now = changes();
      boolean late = now > saved && nanos.getAsLong() - lastTry >= every.toNanos();
      if (late || now - tried >= after) {
        tried = now;
        lastTry = nanos.getAsLong();
        saved = isSaved() ? now : saved;
      }
    }
  }

  private boolean isSaved() {
    int journalId;
    DeliveryState state;
    synchronized (this) {
      journalId = takenUp;
      state = state();
    }
    return file.isPresent() && file.get().save(journalId, state);
  }

  private synchronized long changes() {
    return changes;
  }

  synchronized DeliveryState state() {
    SeqRanges pending = allMissed();
    live.forEach(seq -> pending.add(seq, seq));
    return new DeliveryState(next, pending.list());
  }

  private SeqRanges allMissed() {
    SeqRanges all = missed.copy();
    refused.values().forEach(apart -> all.addAll(apart.list()));
    return all;
  }

  /// Number of the oldest sample that is still to be delivered; the journal may remove what is
  /// below.
  public synchronized long neededFrom() {
    return state().pending().stream().mapToLong(SeqRange::from).findFirst().orElse(next);
  }
}
