package cellwarden.journal;

import java.util.OptionalLong;

/// What is worth remembering of a rotated file, which does not change any more.
///
/// @param name without `.gz`
/// @param size in bytes, as it lay on the disk
/// @param firstSeq number of its first sample; empty when it has none
public record KnownPart(String name, long size, OptionalLong firstSeq) {

  /// What was found out about a file.
  public static KnownPart of(JournalPart part) {
    return new KnownPart(part.name(), part.size(), part.firstSeq());
  }
}
