package cellwarden.journal.history;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// How far an index has come, so that it can tell whether it belongs to the journal that is there.
///
/// @param first number of the journal's first sample
/// @param part number of the first sample of the file that the last one stands in
/// @param offset where the line of the last sample begins in that file
/// @param last its number
/// @param checksum of its line
record Mark(long first, long part, long offset, long last, long checksum) {

  static final String NAME = "mark";

  String text() {
    return LongStream.of(first, part, offset, last, checksum)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  /// The same in a journal whose first samples were removed.
  Mark beginningAt(long newFirst) {
    return new Mark(newFirst, part, offset, last, checksum);
  }

  /// What [#text()] wrote; empty for anything else.
  static Optional<Mark> parse(String text) {
    try {
      long[] n = Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      return n.length == 5 ? Optional.of(new Mark(n[0], n[1], n[2], n[3], n[4])) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
