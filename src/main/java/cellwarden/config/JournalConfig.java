package cellwarden.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where and how readings are kept.
///
/// @param path the current JSONL file; a relative path starts at the working folder
/// @param fsync when lines are forced to the disk
/// @param maxFileSize bytes after which the current file is rotated
/// @param maxAge how long files are kept; empty for ever
/// @param maxSize bytes of all files together
/// @param reserve bytes of the disk that old files make room for
public record JournalConfig(
    Path path,
    Fsync fsync,
    long maxFileSize,
    Optional<Duration> maxAge,
    long maxSize,
    long reserve) {

  /// A journal in this file, with everything else left at its default.
  public static JournalConfig withDefaults(Path path) {
    return new JournalConfig(
        path,
        Keys.FSYNC.sample(),
        Keys.MAX_FILE_SIZE.sample(),
        Keys.MAX_AGE.sample(),
        Keys.MAX_SIZE.sample(),
        Keys.RESERVE.sample());
  }

  /// The same with another way to force lines to the disk.
  public JournalConfig withFsync(Fsync other) {
    return new JournalConfig(path, other, maxFileSize, maxAge, maxSize, reserve);
  }
}
