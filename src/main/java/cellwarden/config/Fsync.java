package cellwarden.config;

import java.time.Duration;

/// When lines of the journal are forced to the disk.
public sealed interface Fsync {

  /// Each line, before anything else sees the reading.
  record Always() implements Fsync {}

  /// All lines since the last time.
  record Every(Duration interval) implements Fsync {}

  /// Only when a file is rotated or closed; else whenever the operating system likes.
  record Never() implements Fsync {}
}
