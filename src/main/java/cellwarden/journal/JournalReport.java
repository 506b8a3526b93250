package cellwarden.journal;

import java.util.List;

/// What a journal holds, and what is wrong with it.
///
/// @param files in the order of writing
/// @param gaps numbers that no line has, where a disk was full or a power cut took them
/// @param torn what a crash left and recovery set aside
/// @param wrong what should not be there
public record JournalReport(
    List<FileReport> files, Findings<Gap> gaps, Findings<Place> torn, Findings<Place> wrong) {

  /// One file.
  ///
  /// @param lines all of them, torn ones too
  /// @param events lines that are neither samples nor faults
  /// @param firstSeq of its samples; 0 when it has none
  /// @param lastSeq of its samples; 0 when it has none
  public record FileReport(
      String name,
      long lines,
      long samples,
      long faults,
      long events,
      long firstSeq,
      long lastSeq) {}

  /// Missing numbers, both included.
  public record Gap(long from, long to) {}

  /// A place in a file.
  ///
  /// @param offset of the line; in a compressed file, in what `zcat` gives
  /// @param bytes of the line
  /// @param what is there, for the middle of a sentence
  public record Place(String file, long offset, long bytes, String what) {}

  /// The first of what was found, and how much it is in all.
  public record Findings<T>(List<T> first, long count) {}
}
