package cellwarden.history.scan;

import cellwarden.history.HistoryWatcher;
import cellwarden.history.scan.SampleBatch.End;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import cellwarden.journal.Segment;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Reads stretches of the journal one after the other and parses them on all processors; the
/// batches come in the order of writing all the same.
public final class JournalScan {

  /// So many batches are parsed before more threads are asked to help.
  private static final int ALONE = 4;

  /// What every line of the journal begins with; anything else is none.
  private static final byte OBJECT = '{';

  private final JournalSnapshot snapshot;
  private final List<Stretch> stretches;
  private final HistoryWatcher watcher;
  private final long size;
  private long before;
  private int index;
  private long to;
  private long believed;
  private boolean opened;
  private @Nullable LineReader lines;

  private JournalScan(JournalSnapshot snapshot, List<Stretch> stretches, HistoryWatcher watcher) {
    this.snapshot = snapshot;
    this.stretches = stretches;
    this.watcher = watcher;
    this.size = stretches.stream().mapToLong(Stretch::size).sum();
  }

  /// Takes one batch after the other; they are not kept. Each stretch has one at least.
  @FunctionalInterface
  public interface Visitor {
    void take(SampleBatch batch) throws IOException;
  }

  /// Whether other threads may help.
  public enum Threads {
    ONE,
    ALL
  }

  /// Reads all stretches.
  public static void run(
      JournalSnapshot snapshot,
      List<Stretch> stretches,
      SamplePlan plan,
      Threads threads,
      HistoryWatcher watcher,
      Visitor visitor)
      throws IOException, InterruptedException {
    if (stretches.isEmpty()) {
      return;
    }
    JournalScan scan = new JournalScan(snapshot, stretches, watcher);
    try {
      scan.run(plan, threads, visitor);
    } finally {
      scan.close();
    }
  }

  /// One batch on its way: filled by the reading thread, parsed by another one.
  private static final class Lane {

    private final SampleBatch batch;
    private final SampleParser parser;
    private @Nullable Future<?> parsed;

    Lane(SamplePlan plan) {
      this.batch = new SampleBatch(plan);
      this.parser = new SampleParser(plan);
    }

    void parseOn(ExecutorService workers) {
      parsed = workers.submit(() -> parser.parse(batch));
    }

    SampleBatch await() throws InterruptedException {
      try {
        if (parsed != null) {
          parsed.get();
        }
        return batch;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void run(SamplePlan plan, Threads threads, Visitor visitor)
      throws IOException, InterruptedException {
    Lane first = new Lane(plan);
    // Usually there is not much: no threads for it.
    for (int i = 0; i < ALONE || threads == Threads.ONE; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!fill(first.batch)) {
        return;
      }
      first.parser.parse(first.batch);
      visitor.take(first.batch);
    }
    int processors = Runtime.getRuntime().availableProcessors();
    ExecutorService workers =
        Executors.newFixedThreadPool(processors, Thread.ofPlatform().daemon().factory());
    try {
      ArrayDeque<Lane> free = new ArrayDeque<>(List.of(first));
      for (int i = 1; i < processors + 2; i++) {
        free.add(new Lane(plan));
      }
      run(free, workers, visitor);
    } finally {
      workers.shutdownNow();
    }
  }

  private void run(ArrayDeque<Lane> free, ExecutorService workers, Visitor visitor)
      throws IOException, InterruptedException {
    ArrayDeque<Lane> busy = new ArrayDeque<>();
    while (true) {
      while (!free.isEmpty() && fill(free.getFirst().batch)) {
        Lane lane = free.removeFirst();
        lane.parseOn(workers);
        busy.add(lane);
      }
      if (busy.isEmpty()) {
        return;
      }
      Lane lane = busy.removeFirst();
      visitor.take(lane.await());
      free.add(lane);
    }
  }

  /// Fills a batch with the next lines.
  ///
  /// @return false at the end of all stretches
  private boolean fill(SampleBatch batch) throws IOException {
    if (index == stretches.size()) {
      return false;
    }
    Stretch stretch = stretches.get(index);
    batch.begin(index);
    LineReader open = opened(stretch);
    if (open == null) {
      batch.end(stretch.from(), End.ABSENT);
    } else {
      fill(batch, open, stretch.segment());
      watcher.read(before + Math.min(open.nextOffset() - stretch.from(), stretch.size()), size);
    }
    if (batch.how() != End.NONE) {
      close();
      before += stretch.size();
      index++;
    }
    return true;
  }

  private void fill(SampleBatch batch, LineReader open, Segment segment) throws IOException {
    while (batch.hasRoom()) {
      if (open.nextOffset() >= to || !open.next()) {
        boolean damaged = open.nextOffset() >= believed || isDamagedAtEnd(open, segment);
        batch.end(open.nextOffset(), damaged ? End.DAMAGED : End.WHOLE);
        return;
      }
      if (!open.ended() && (segment.current() || open.damaged())) {
        // Being written, or torn by a power cut: the next start ends it.
        batch.end(open.offset(), open.damaged() ? End.DAMAGED : End.WHOLE);
        return;
      }
      if (open.ended() && open.length() > 0 && open.buffer()[open.start()] == OBJECT) {
        batch.addLine(open.buffer(), open.start(), open.length());
      } else {
        batch.countUnreadable();
      }
    }
    batch.end(open.nextOffset(), End.NONE);
  }

  /// Where a summary says how far a compressed file goes, its check value comes after that.
  private boolean isDamagedAtEnd(LineReader open, Segment segment) throws IOException {
    boolean checked = segment.compressed() && believed == Stretch.END && open.next();
    return open.damaged() && !checked;
  }

  private @Nullable LineReader opened(Stretch stretch) throws IOException {
    if (!opened) {
      boolean unknown = stretch.to() == Stretch.END;
      boolean damaged = unknown && snapshot.damage(stretch.segment()).isPresent();
      believed = damaged ? firstBadLine(stretch.segment()) : Stretch.END;
      to = Math.min(stretch.to(), believed);
      lines = snapshot.lines(stretch.segment(), stretch.from()).orElse(null);
      opened = true;
    }
    return lines;
  }

  /// Where the first line stands that is not whole.
  private long firstBadLine(Segment segment) throws IOException {
    Optional<LineReader> found = snapshot.lines(segment, 0);
    if (found.isEmpty()) {
      return 0;
    }
    try (LineReader open = found.get()) {
      while (open.next() && open.ended() && isObject(open)) {
        // Whole so far.
      }
      return open.offset();
    }
  }

  private static boolean isObject(LineReader line) {
    try {
      JsonObject.parseOnly(Set.of(), line.buffer(), line.start(), line.length());
      return true;
    } catch (JsonException e) {
      return false;
    }
  }

  private void close() throws IOException {
    opened = false;
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
