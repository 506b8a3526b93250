package cellwarden.journal.history;

import java.util.Arrays;

/// Some thousand lines of one file of the journal, to be parsed at once. Used again and again.
final class Batch {

  private static final int BYTES = 1 << 18;
  private static final int LINES = 1 << 10;

  private byte[] bytes = new byte[BYTES];
  private final int[] starts = new int[LINES + 1];
  private final long[] offsets = new long[LINES];
  private int lines;
  private long part;

  /// Forgets all lines.
  ///
  /// @param file number of the first sample of the file that the next ones come from
  void begin(long file) {
    lines = 0;
    part = file;
  }

  /// Whether a line of usual length would still fit.
  boolean hasRoom() {
    return lines < LINES && starts[lines] < BYTES;
  }

  /// @param offset where the line begins in the file
  void add(byte[] from, int start, int length, long offset) {
    int end = starts[lines] + length + 1;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    System.arraycopy(from, start, bytes, starts[lines], length);
    bytes[end - 1] = '\n';
    offsets[lines] = offset;
    lines++;
    starts[lines] = end;
  }

  int lines() {
    return lines;
  }

  /// Number of the first sample of the file.
  long part() {
    return part;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where a line begins in [#bytes()].
  int start(int line) {
    return starts[line];
  }

  /// Where the line feed of a line stands in [#bytes()].
  int end(int line) {
    return starts[line + 1] - 1;
  }

  /// Where a line begins in its file.
  long offset(int line) {
    return offsets[line];
  }
}
