package cellwarden.journal;

import cellwarden.battery.SampleLog;
import java.io.IOException;

/// The samples of a journal that this program writes, as outputs may read them.
public final class WrittenSamples implements SampleLog {

  private final Journal journal;
  private final JournalReader reader;

  public WrittenSamples(Journal journal) {
    this.journal = journal;
    this.reader = journal.reader();
  }

  @Override
  public int epoch() {
    return journal.epoch();
  }

  @Override
  public long lastSeq() {
    return journal.lastSeq();
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException, InterruptedException {
    long last = Math.min(to, lastSeq());
    if (from > last) {
      return;
    }
    boolean[] ended = new boolean[1];
    reader.read(
        Math.max(1, from),
        line -> {
          ended[0] = !goesOn(line, last, visitor);
          return !ended[0];
        });
    if (!ended[0]) {
      throw new IOException("it ends before sample " + last);
    }
  }

  private static boolean goesOn(JournalLine line, long last, Visitor visitor)
      throws InterruptedException {
    if (line.seq().isEmpty()) {
      return true;
    }
    long seq = line.seq().getAsLong();
    return seq <= last && visitor.take(seq, line.json()) && seq < last;
  }
}
