package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Finds the place in the journal before which no sample from a number on stands: by the files'
/// first numbers, and by halving in the current file, which may be large.
final class SeqSearch {

  private static final long NEAR_ENOUGH = 1 << 20;

  private final JournalSnapshot snapshot;
  private final Batch batch = new Batch();
  private final SamplePlan plan = SamplePlan.ofNumbers(List.of());
  private final Samples samples = new Samples(batch, plan);
  private final SampleParser parser = new SampleParser(plan);

  SeqSearch(JournalSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  BatchReader.Place before(long seq) throws IOException {
    List<JournalPart> parts = snapshot.parts();
    int found = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).firstSeq().orElse(Long.MAX_VALUE) <= seq) {
        found = i;
      }
    }
    return new BatchReader.Place(
        found,
        found < parts.size() && !parts.get(found).compressed()
            ? offsetBefore(parts.get(found), seq)
            : 0);
  }

  private long offsetBefore(JournalPart part, long seq) throws IOException {
    long low = 0;
    long high = part.size();
    while (high - low > NEAR_ENOUGH) {
      long middle = (low + high) / 2;
      long line = lineBefore(part, middle, seq);
      if (line >= 0) {
        low = line;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Where the first whole line behind an offset begins, if it stands before the number; else -1.
  private long lineBefore(JournalPart part, long offset, long seq) throws IOException {
    Optional<LineReader> found = snapshot.lines(part, offset);
    if (found.isEmpty()) {
      return -1;
    }
    try (LineReader lines = found.get()) {
      lines.next();
      while (lines.next() && lines.ended()) {
        batch.begin(0);
        batch.add(lines.buffer(), lines.start(), lines.length(), lines.offset());
        parser.parse(samples);
        if (samples.count() > 0) {
          return samples.seq(0) <= seq ? lines.offset() : -1;
        }
      }
      return -1;
    }
  }
}
