package cellwarden.journal;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Where the numbers of the current file begin. While nothing but faults stands in it, each look
/// goes on where the one before ended. For one thread.
final class CurrentStart {

  private @Nullable Object identity;
  private long looked;
  private OptionalLong firstSeq = OptionalLong.empty();

  /// Number of the first sample, empty while there is none.
  ///
  /// @param current of the file now; null where the file system has no such thing
  OptionalLong of(@Nullable Object current, DiskFile file) throws IOException {
    if (current == null || !current.equals(identity) || file.length() < looked) {
      identity = current;
      looked = 0;
      firstSeq = OptionalLong.empty();
    }
    if (firstSeq.isEmpty()) {
      LineReader lines = new LineReader(new DiskInput(file, looked, false), looked);
      firstSeq = LineParser.firstSeq(lines);
      looked = lines.ended() ? lines.nextOffset() : lines.offset();
    }
    return firstSeq;
  }
}
