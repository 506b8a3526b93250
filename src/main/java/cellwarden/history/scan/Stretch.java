package cellwarden.history.scan;

import cellwarden.journal.Segment;

/// What is read of one file of the journal.
///
/// @param from where a line begins, in bytes; in a compressed file, in what `zcat` gives
/// @param to where to stop; [#END] reads to the end of the file, and of a compressed one only what
///   can be believed
public record Stretch(Segment segment, long from, long to) {

  /// Beyond every file.
  public static final long END = Long.MAX_VALUE;

  /// All of a file.
  public static Stretch of(Segment segment) {
    return new Stretch(segment, 0, END);
  }

  /// How much it is on the disk, nearly.
  long size() {
    return Math.max(0, Math.min(to, segment.size()) - from);
  }
}
