package cellwarden.output.mqtt;

import cellwarden.battery.EventJson;
import cellwarden.battery.SampleLog;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A journal of samples in memory. Safe for use by several threads.
final class FakeSampleLog implements SampleLog {

  private final NavigableMap<Long, byte[]> lines = new TreeMap<>();
  private final List<SeqRange> reads = new ArrayList<>();
  private boolean broken;
  private boolean gone;
  private int epoch = 1;
  private long safe = Long.MAX_VALUE;
  private long awaited;
  private Runnable whenShown = () -> {};

  /// Samples of one battery.
  FakeSampleLog with(String battery, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      add(seq, line(battery, seq));
    }
    return this;
  }

  synchronized void add(long seq, String line) {
    lines.put(seq, line.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether reading fails.
  synchronized void breaks(boolean broken) {
    this.broken = broken;
  }

  /// Which journal it is; 0 while it is not open.
  synchronized void isInEpoch(int number) {
    epoch = number;
  }

  /// The disk is gone and its folder empty, though what was written last is known.
  synchronized void vanishes(boolean gone) {
    this.gone = gone;
  }

  /// What is beyond is not safely written yet.
  synchronized void isSafeTo(long seq) {
    safe = seq;
  }

  /// Runs just before a reader is shown this one.
  synchronized void whenShown(long seq, Runnable action) {
    awaited = seq;
    whenShown = action;
  }

  /// What was asked for, in order.
  synchronized List<SeqRange> reads() {
    return List.copyOf(reads);
  }

  static String line(String battery, long seq) {
    byte[] json = EventJson.encode(Samples.aSample(battery).withSeq(seq));
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized int epoch() {
    return epoch;
  }

  @Override
  public synchronized long lastSeq() {
    return lines.isEmpty() ? 0 : Math.min(safe, lines.lastKey());
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException, InterruptedException {
    long last = Math.min(to, lastSeq());
    if (from > last) {
      return;
    }
    for (Map.Entry<Long, byte[]> line : lines(from, last).entrySet()) {
      if (line.getKey() == awaited) {
        whenShown.run();
      }
      if (!visitor.take(line.getKey(), line.getValue()) || line.getKey() == last) {
        return;
      }
    }
    throw new IOException("it ends before sample " + last);
  }

  private synchronized Map<Long, byte[]> lines(long from, long to) throws IOException {
    reads.add(new SeqRange(from, to));
    if (broken) {
      throw new IOException("scripted: no disk");
    }
    return gone ? Map.of() : new TreeMap<>(lines.subMap(from, true, to, true));
  }
}
