package cellwarden.testing;

import cellwarden.battery.EventJson;
import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/// A journal of samples in memory. Safe for use by several threads.
public final class FakeSampleLog implements SampleLog {

  private final NavigableMap<Long, byte[]> lines = new TreeMap<>();
  private int reads;
  private CountDownLatch hang = new CountDownLatch(0);
  private volatile boolean hanging;
  private boolean broken;
  private boolean gone;
  private int journalId = 1;
  private long safe = Long.MAX_VALUE;
  private long awaited;
  private Runnable whenShown = () -> {};

  /// Samples of one battery.
  public FakeSampleLog with(String battery, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      add(seq, line(battery, seq));
    }
    return this;
  }

  public synchronized void add(long seq, String line) {
    lines.put(seq, line.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether reading fails.
  public synchronized void breaks(boolean broken) {
    this.broken = broken;
  }

  /// Which journal it is; 0 while it is not open.
  public synchronized void isJournal(int number) {
    journalId = number;
  }

  /// The disk is gone and its folder empty, though what was written last is known.
  public synchronized void vanishes(boolean gone) {
    this.gone = gone;
  }

  /// What is beyond is not safely written yet.
  public synchronized void isSafeTo(long seq) {
    safe = seq;
  }

  /// Runs just before a reader is shown this one.
  public synchronized void whenShown(long seq, Runnable action) {
    awaited = seq;
    whenShown = action;
  }

  /// How often it was read.
  public synchronized int reads() {
    return reads;
  }

  /// The next reading hangs, as on a dead disk, whatever interrupts it.
  public synchronized void hangsUntil(CountDownLatch latch) {
    hang = latch;
  }

  /// Whether a reading hangs.
  public boolean hangs() {
    return hanging;
  }

  public static String line(String battery, long seq) {
    byte[] json = EventJson.encode(Samples.aSample(battery).withSeq(seq));
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized int journalId() {
    return journalId;
  }

  @Override
  public synchronized long lastSeq() {
    return lines.isEmpty() ? 0 : Math.min(safe, lines.lastKey());
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException, InterruptedException {
    hang();
    long last = Math.min(to, lastSeq());
    if (from > last) {
      return;
    }
    for (Map.Entry<Long, byte[]> line : lines(from).entrySet()) {
      if (line.getKey() > last) {
        return;
      }
      if (line.getKey() == awaited) {
        whenShown.run();
      }
      if (!visitor.take(line.getKey(), line.getValue()) || line.getKey() == last) {
        return;
      }
    }
    if (endsBefore(last)) {
      throw new IOException("it ends before sample " + last);
    }
  }

  private synchronized boolean endsBefore(long seq) {
    return gone || lines.tailMap(seq, true).isEmpty();
  }

  private void hang() {
    CountDownLatch latch = takeHang();
    boolean interrupted = false;
    hanging = latch.getCount() > 0;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    hanging = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CountDownLatch takeHang() {
    CountDownLatch latch = hang;
    hang = new CountDownLatch(0);
    return latch;
  }

  private synchronized Map<Long, byte[]> lines(long from) throws IOException {
    reads++;
    if (broken) {
      throw new IOException("scripted: no disk");
    }
    return gone ? Map.of() : new TreeMap<>(lines.tailMap(from, true));
  }
}
