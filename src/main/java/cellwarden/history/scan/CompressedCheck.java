package cellwarden.history.scan;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Reads a compressed file to its end before anything in it is believed: only there does its
/// checksum stand, and bits that were turned over may give lines that look whole.
final class CompressedCheck {

  private CompressedCheck() {}

  /// Where the first line stands that is not whole; [Stretch#END] where the file is not damaged.
  static long whole(JournalSnapshot snapshot, JournalPart part) throws IOException {
    Optional<LineReader> found = snapshot.lines(part, 0);
    if (found.isEmpty()) {
      return Stretch.END;
    }
    try (LineReader lines = found.get()) {
      boolean more = true;
      while (more) {
        more = lines.next();
      }
      return lines.damaged() ? firstBadLine(snapshot, part) : Stretch.END;
    }
  }

  private static long firstBadLine(JournalSnapshot snapshot, JournalPart part) throws IOException {
    Optional<LineReader> found = snapshot.lines(part, 0);
    if (found.isEmpty()) {
      return 0;
    }
    try (LineReader lines = found.get()) {
      while (lines.next() && lines.ended() && isObject(lines)) {
        // Whole so far.
      }
      return lines.offset();
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
}
