package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Reads a compressed file to its end before anything in it is believed: only there does its
/// checksum stand, and bits that were turned over may give lines that look whole.
record CompressedCheck(JournalSnapshot snapshot, JournalPart part) {

  /// Where the first line stands that is not whole, if the file is damaged.
  OptionalLong damage() throws IOException {
    Optional<LineReader> found = snapshot.lines(part, 0);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    try (LineReader lines = found.get()) {
      boolean more = true;
      while (more) {
        more = lines.next();
      }
      return lines.damaged() ? OptionalLong.of(firstBadLine()) : OptionalLong.empty();
    }
  }

  private long firstBadLine() throws IOException {
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
    try (JsonParser json =
        SamplePlan.JSON.createParser(
            ObjectReadContext.empty(), line.buffer(), line.start(), line.length())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      json.skipChildren();
      return json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
