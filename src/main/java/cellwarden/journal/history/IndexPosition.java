package cellwarden.journal.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/// How far an index has come, so that it can tell whether it belongs to the journal that is there.
///
/// @param first number of the journal's first sample
/// @param part number of the first sample of the file that the last one stands in
/// @param offset where the line of the last sample begins in that file
/// @param last its number
/// @param checksum of its line
record IndexPosition(long first, long part, long offset, long last, long checksum) {

  static final String NAME = "position";

  private static final int NUMBERS = 5;

  /// The numbers with blanks between them, and a checksum of this text.
  String text() {
    String numbers = text(LongStream.of(first, part, offset, last, checksum));
    return numbers + " " + checksum(numbers);
  }

  /// The same in a journal whose first samples were removed.
  IndexPosition beginningAt(long newFirst) {
    return new IndexPosition(newFirst, part, offset, last, checksum);
  }

  /// What [#text()] wrote.
  ///
  /// @throws IndexException for anything else
  static IndexPosition parse(String text) throws IndexException {
    try {
      long[] n = Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      if (n.length == NUMBERS + 1
          && checksum(text(Arrays.stream(n).limit(NUMBERS))) == n[NUMBERS]) {
        return new IndexPosition(n[0], n[1], n[2], n[3], n[4]);
      }
      throw IndexException.damaged();
    } catch (NumberFormatException e) {
      throw IndexException.damaged();
    }
  }

  private static String text(LongStream numbers) {
    return numbers.mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  private static long checksum(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return checksum(bytes, 0, bytes.length);
  }

  /// As it is kept of the line of a sample.
  static long checksum(byte[] bytes, int start, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, start, length);
    return sum.getValue();
  }
}
