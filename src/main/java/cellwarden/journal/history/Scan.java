package cellwarden.journal.history;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Reads the journal from a place on and parses it on all processors; the samples come in the order
/// of writing all the same. Takes the same memory however long the journal is.
final class Scan {

  /// So many batches are parsed before more threads are asked to help.
  private static final int ALONE = 4;

  private Scan() {}

  /// Takes the samples of one batch after the other; they are not kept.
  @FunctionalInterface
  interface Visitor {
    /// Takes the next one.
    ///
    /// @return whether to go on
    boolean take(Samples samples) throws IOException;
  }

  /// One batch on its way: filled by the reading thread, parsed by another one.
  private static final class Lane {

    private final Batch batch = new Batch();
    private final Samples samples;
    private final SampleParser parser;
    private @Nullable Future<?> parsed;

    Lane(SamplePlan plan) {
      this.samples = new Samples(batch, plan);
      this.parser = new SampleParser(plan);
    }

    void parseOn(ExecutorService workers) {
      parsed = workers.submit(() -> parser.parse(samples));
    }

    Samples await() throws InterruptedException {
      try {
        if (parsed != null) {
          parsed.get();
        }
        return samples;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /// Reads until the end, or until the visitor has enough.
  static void run(BatchReader reader, SamplePlan plan, Visitor visitor)
      throws IOException, InterruptedException {
    Lane first = new Lane(plan);
    // Usually there is not much: no threads for it.
    for (int i = 0; i < ALONE; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!reader.fill(first.batch)) {
        return;
      }
      first.parser.parse(first.samples);
      if (!visitor.take(first.samples)) {
        return;
      }
    }
    int processors = Runtime.getRuntime().availableProcessors();
    ExecutorService workers =
        Executors.newFixedThreadPool(processors, Thread.ofPlatform().daemon().factory());
    try {
      ArrayDeque<Lane> free = new ArrayDeque<>(List.of(first));
      for (int i = 1; i < processors + 2; i++) {
        free.add(new Lane(plan));
      }
      run(reader, free, workers, visitor);
    } finally {
      workers.shutdownNow();
    }
  }

  private static void run(
      BatchReader reader, ArrayDeque<Lane> free, ExecutorService workers, Visitor visitor)
      throws IOException, InterruptedException {
    ArrayDeque<Lane> busy = new ArrayDeque<>();
    boolean goesOn = true;
    while (goesOn) {
      while (!free.isEmpty() && reader.fill(free.getFirst().batch)) {
        Lane lane = free.removeFirst();
        lane.parseOn(workers);
        busy.add(lane);
      }
      if (busy.isEmpty()) {
        return;
      }
      Lane lane = busy.removeFirst();
      goesOn = visitor.take(lane.await());
      free.add(lane);
    }
  }
}
