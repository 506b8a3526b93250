package cellwarden.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.OptionalLong;

/// The end of a journal: where the numbering goes on and whether the last line has its end.
///
/// @param lastSeq of the last whole sample, 0 when there is none
/// @param torn whether the file ends in the middle of a line
record Tail(long lastSeq, boolean torn) {

  private static final int BLOCK = 1 << 16;

  /// A thousand times what a line of ours takes: what is longer was left by a file system that lost
  /// its data.
  private static final int LONGEST_LINE = 1 << 20;

  private static final byte NEWLINE = '\n';

  /// Reads backwards until a sample is found: usually one block, more where faults fill the end.
  static Tail of(RandomAccessFile file) throws IOException {
    long length = file.length();
    if (length == 0) {
      return new Tail(0, false);
    }
    file.seek(length - 1);
    boolean torn = file.readByte() != NEWLINE;
    return new Tail(lastSeq(file, length), torn);
  }

  private static long lastSeq(RandomAccessFile file, long length) throws IOException {
    byte[] pending = new byte[0];
    long start = length;
    while (start > 0) {
      int size = (int) Math.min(BLOCK, start);
      start -= size;
      byte[] bytes = Arrays.copyOf(readAt(file, start, size), size + pending.length);
      System.arraycopy(pending, 0, bytes, size, pending.length);
      int from = start == 0 ? 0 : indexAfterNewline(bytes);
      OptionalLong seq = lastSeqIn(bytes, from);
      if (seq.isPresent()) {
        return seq.getAsLong();
      }
      pending = Arrays.copyOf(bytes, from <= LONGEST_LINE ? from : 0);
    }
    return 0;
  }

  private static byte[] readAt(RandomAccessFile file, long position, int size) throws IOException {
    byte[] block = new byte[size];
    file.seek(position);
    file.readFully(block);
    return block;
  }

  /// The first line of a block may have begun in the block before it.
  private static int indexAfterNewline(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == NEWLINE) {
        return i + 1;
      }
    }
    return bytes.length;
  }

  private static OptionalLong lastSeqIn(byte[] bytes, int from) {
    int end = bytes.length;
    while (end > from) {
      int start = end;
      while (start > from && bytes[start - 1] != NEWLINE) {
        start--;
      }
      if (LineParser.kind(bytes, start, end - start) instanceof LineKind.Numbered(long seq)) {
        return OptionalLong.of(seq);
      }
      end = start - 1;
    }
    return OptionalLong.empty();
  }
}
