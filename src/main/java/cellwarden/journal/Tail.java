package cellwarden.journal;

import java.io.EOFException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/// The end of a file: where the numbering goes on and whether the last line has its end.
///
/// @param lastSeq of the last whole sample, 0 when there is none
/// @param day UTC day of that sample; without one, of the last whole line
/// @param torn whether the file ends in the middle of a line
/// @param misnumbered whether lines after that sample have a `seq` that no sample can have
record Tail(long lastSeq, Optional<LocalDate> day, boolean torn, boolean misnumbered) {

  private static final int BLOCK = 1 << 16;
  private static final byte LINE_FEED = '\n';

  /// Reads backwards until a sample is found: usually one block, more where faults fill the end.
  static Tail of(DiskFile file) throws IOException {
    long length = file.length();
    if (length == 0) {
      return new Tail(0, Optional.empty(), false, false);
    }
    boolean torn = readAt(file, length - 1, 1)[0] != LINE_FEED;
    Search search = new Search();
    search.backwards(file, length);
    return new Tail(search.seq, search.day, torn, search.misnumbered);
  }

  private static byte[] readAt(DiskFile file, long position, int size) throws IOException {
    byte[] block = new byte[size];
    int filled = 0;
    while (filled < size) {
      int count = file.read(position + filled, block, filled, size - filled);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
      filled += count;
    }
    return block;
  }

  /// Looks at one line after the other, the last one first.
  private static final class Search {

    private long seq;
    private Optional<LocalDate> day = Optional.empty();
    private boolean misnumbered;

    void backwards(DiskFile file, long length) throws IOException {
      byte[] pending = new byte[0];
      long start = length;
      while (start > 0 && seq == 0) {
        int size = (int) Math.min(BLOCK, start);
        start -= size;
        byte[] bytes = Arrays.copyOf(readAt(file, start, size), size + pending.length);
        System.arraycopy(pending, 0, bytes, size, pending.length);
        int from = start == 0 ? 0 : indexAfterLineFeed(bytes);
        lines(bytes, from);
        pending = Arrays.copyOf(bytes, from <= LineReader.LONGEST_LINE ? from : 0);
      }
    }

    /// The first line of a block may have begun in the block before it.
    private static int indexAfterLineFeed(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == LINE_FEED) {
          return i + 1;
        }
      }
      return bytes.length;
    }

    private void lines(byte[] bytes, int from) {
      int end = bytes.length;
      while (end > from && seq == 0) {
        int start = end;
        while (start > from && bytes[start - 1] != LINE_FEED) {
          start--;
        }
        line(bytes, start, end - start);
        end = start - 1;
      }
    }

    private void line(byte[] bytes, int start, int length) {
      switch (LineParser.kind(bytes, start, length)) {
        case LineKind.Numbered(long found) -> {
          seq = found;
          day = LineParser.day(bytes, start, length);
        }
        case LineKind.Plain _ -> {
          if (day.isEmpty()) {
            day = LineParser.day(bytes, start, length);
          }
        }
        case LineKind.Misnumbered _ -> misnumbered = true;
        case LineKind.Torn _, LineKind.Damaged _ -> {}
      }
    }
  }
}
