package cellwarden.journal;

import java.io.IOException;
import java.util.Optional;

/// Finds where to begin in a large file: its numbers grow, so halving it again and again is faster
/// than reading it.
record LineSearch(JournalSnapshot snapshot, JournalPart part) {

  /// Reading so much is as fast as looking for less.
  private static final long NEAR = 1 << 18;

  /// An offset where a line begins, with every number from `from` on behind it and few others.
  /// Always the beginning of a compressed file, which can only be read from there.
  long offsetBefore(long from) throws IOException {
    long low = 0;
    long high = part.compressed() ? 0 : part.size();
    while (high - low > NEAR) {
      long middle = low + (high - low) / 2;
      long before = lineBefore(from, middle, high);
      if (before < 0) {
        high = middle;
      } else {
        low = before;
      }
    }
    return low;
  }

  /// Where the first sample behind an offset begins if its number is below `from`; otherwise, or
  /// when there is none up to `end`, -1.
  private long lineBefore(long from, long offset, long end) throws IOException {
    Optional<LineReader> opened = snapshot.lines(part, offset);
    if (opened.isEmpty()) {
      return -1;
    }
    try (LineReader lines = opened.get()) {
      passOverTheRestOfALine(lines);
      while (lines.next() && lines.offset() < end) {
        if (LineParser.kind(lines) instanceof LineKind.Numbered(long seq)) {
          return seq < from ? lines.offset() : -1;
        }
      }
      return -1;
    }
  }

  private static void passOverTheRestOfALine(LineReader lines) throws IOException {
    lines.next();
  }
}
