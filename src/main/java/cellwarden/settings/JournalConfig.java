package cellwarden.settings;

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

  /// When lines of the journal are forced to the disk.
  public sealed interface Fsync {

    /// Each line, before anything else sees the reading.
    record Always() implements Fsync {}

    /// All lines since the last time.
    record Every(Duration interval) implements Fsync {}

    /// Only when a file is rotated or closed; else whenever the operating system likes.
    record Never() implements Fsync {}
  }

  /// The same with another way to force lines to the disk.
  public JournalConfig withFsync(Fsync other) {
    return new JournalConfig(path, other, maxFileSize, maxAge, maxSize, reserve);
  }
}
