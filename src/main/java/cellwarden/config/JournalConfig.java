package cellwarden.config;

import java.nio.file.Path;

/// Where and how readings are kept.
///
/// @param path the JSONL file; a relative path starts at the working folder
/// @param sync whether each line is forced to the disk before anything else sees the reading
public record JournalConfig(Path path, boolean sync) {

  /// A journal in this file, with everything else left at its default.
  public static JournalConfig withDefaults(Path path) {
    return new JournalConfig(path, Keys.SYNC.sample());
  }
}
