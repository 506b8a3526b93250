package cellwarden.journal;

import java.util.Optional;
import java.util.OptionalLong;

/// One file of the journal: the current one, or a rotated one, compressed or not.
///
/// @param name of the file when it was rotated, without `.gz`; compressing does not change it
/// @param place where it was named for; empty for the current file
/// @param firstSeq number of its first sample; empty when it has none, or cannot be read
/// @param size in bytes, as it lies on the disk
/// @param compressed whether it was when it was found
/// @param trouble why it cannot be read, such as `Permission denied`; empty where it can
public record Segment(
    String name,
    Optional<JournalFiles.Place> place,
    OptionalLong firstSeq,
    long size,
    boolean compressed,
    Optional<String> trouble) {

  /// Whether this is the file that is written.
  public boolean current() {
    return place.isEmpty();
  }

  /// As it is called on the disk.
  public String fileName() {
    return compressed ? name + JournalFiles.COMPRESSED : name;
  }
}
