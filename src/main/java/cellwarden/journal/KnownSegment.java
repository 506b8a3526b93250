package cellwarden.journal;

import java.util.OptionalLong;

/// What is worth remembering of a rotated file, which does not change any more.
///
/// @param name without `.gz`
/// @param size in bytes, as it lay on the disk; below 0 when it could not be read, so that it is
///   looked into again
/// @param firstSeq number of its first sample; empty when it has none
public record KnownSegment(String name, long size, OptionalLong firstSeq) {

  private static final long UNKNOWN = -1;

  /// What was found out about a file.
  public static KnownSegment of(Segment segment) {
    return new KnownSegment(
        segment.name(), segment.trouble().isEmpty() ? segment.size() : UNKNOWN, segment.firstSeq());
  }
}
