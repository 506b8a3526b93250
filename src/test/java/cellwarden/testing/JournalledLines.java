package cellwarden.testing;

import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// A journal in memory that numbers what it is given and remembers how much of it was read.
public final class JournalledLines implements SampleLog {

  private final TreeMap<Long, byte[]> lines = new TreeMap<>();
  private long linesRead;
  private boolean broken;
  private int journalId = 1;
  private Runnable beforeRead = () -> {};

  /// The sample at its place.
  public Sample append(Sample sample) {
    Sample numbered = sample.withSeq(lastSeq() + 1);
    lines.put(lastSeq() + 1, EventJson.encode(numbered));
    return numbered;
  }

  /// Something else at the next place.
  public void append(String line) {
    lines.put(lastSeq() + 1, line.getBytes(StandardCharsets.UTF_8));
  }

  /// Another journal is in its place, which has no line yet.
  ///
  /// @param newId 0 for none at all
  public void replace(int newId) {
    lines.clear();
    journalId = newId;
  }

  /// The files are gone, and the numbers go on in a new one.
  public void loseFiles() {
    long next = lastSeq() + 1;
    lines.clear();
    lines.put(next, "{}".getBytes(StandardCharsets.UTF_8));
  }

  /// What is done at the beginning of each reading.
  public void beforeRead(Runnable action) {
    beforeRead = action;
  }

  /// Whether reading fails.
  public void setBroken(boolean isBroken) {
    broken = isBroken;
  }

  /// How many lines were shown so far.
  public long linesRead() {
    return linesRead;
  }

  @Override
  public int journalId() {
    return journalId;
  }

  @Override
  public long lastSeq() {
    return lines.isEmpty() ? 0 : lines.lastKey();
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException, InterruptedException {
    beforeRead.run();
    if (broken) {
      throw new IOException("bad block");
    }
    for (Map.Entry<Long, byte[]> line : lines.subMap(from, true, to, true).entrySet()) {
      linesRead++;
      if (!visitor.take(line.getKey(), line.getValue())) {
        return;
      }
    }
  }
}
