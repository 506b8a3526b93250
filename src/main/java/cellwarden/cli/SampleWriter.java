package cellwarden.cli;

import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes samples as lines. A second thread makes the lines while the caller makes the samples:
/// either takes half of the time of a journal of a year.
final class SampleWriter implements AutoCloseable {

  private static final int BATCH = 512;
  private static final int BATCHES_AHEAD = 4;
  private static final int USUAL_LINE = 768;

  private final OutputStream out;
  private final ExecutorService encoder =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final ArrayDeque<Future<ByteArrayOutputStream>> encoded = new ArrayDeque<>();
  private List<Sample> batch = new ArrayList<>(BATCH);

  SampleWriter(OutputStream out) {
    this.out = out;
  }

  void add(Sample sample) throws IOException {
    batch.add(sample);
    if (batch.size() == BATCH) {
      hand();
      if (encoded.size() > BATCHES_AHEAD) {
        writeNext();
      }
    }
  }

  private void hand() {
    List<Sample> handed = batch;
    batch = new ArrayList<>(BATCH);
    encoded.add(encoder.submit(() -> lines(handed)));
  }

  private static ByteArrayOutputStream lines(List<Sample> samples) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(samples.size() * USUAL_LINE);
    for (Sample sample : samples) {
      lines.writeBytes(EventJson.encode(sample));
      lines.write('\n');
    }
    return lines;
  }

  private void writeNext() throws IOException {
    try {
      encoded.remove().get().writeTo(out);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Writes what is still missing; does not close the stream.
  @Override
  public void close() throws IOException {
    try {
      hand();
      while (!encoded.isEmpty()) {
        writeNext();
      }
    } finally {
      encoder.shutdownNow();
    }
  }
}
