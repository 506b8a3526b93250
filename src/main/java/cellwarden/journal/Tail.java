package cellwarden.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The end of a journal: where the numbering goes on and whether the last line has its end.
///
/// @param lastSeq of the last whole sample, 0 when there is none
/// @param torn whether the file ends in the middle of a line
record Tail(long lastSeq, boolean torn) {

  private static final JsonFactory JSON = new JsonFactory();
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
      OptionalLong seq = seqOf(bytes, start, end - start);
      if (seq.isPresent()) {
        return seq;
      }
      end = start - 1;
    }
    return OptionalLong.empty();
  }

  /// The sequence number of a whole line, empty for a fault, a torn line or anything else.
  private static OptionalLong seqOf(byte[] bytes, int start, int length) {
    OptionalLong seq = OptionalLong.empty();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return OptionalLong.empty();
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isSeq = "seq".equals(json.currentName());
        if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && isSeq) {
          seq = OptionalLong.of(json.getLongValue());
        }
        json.skipChildren();
      }
      boolean whole = json.currentToken() == JsonToken.END_OBJECT;
      return whole ? seq : OptionalLong.empty();
    } catch (JacksonException e) {
      return OptionalLong.empty();
    }
  }
}
