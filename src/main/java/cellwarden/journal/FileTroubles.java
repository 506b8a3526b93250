package cellwarden.journal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of a rotated file that cannot be read, or not to its end, that it is so: once, until it is
/// well again or has another trouble. Safe for use by several threads.
final class FileTroubles {

  private static final Logger LOG = LoggerFactory.getLogger(FileTroubles.class);

  private final JournalFiles files;
  private final Map<String, String> said = new HashMap<>();

  FileTroubles(JournalFiles files) {
    this.files = files;
  }

  /// Says that nothing of a file can be read.
  ///
  /// @return why, for the middle of a sentence
  synchronized String cannotRead(String name, IOException why) {
    String reason = JournalTrouble.reason(why);
    if (!reason.equals(said.put(name, reason))) {
      LOG.warn(
          "journal {}: {} cannot be read ({}), so what it holds is neither shown nor delivered; check its rights and the disk",
          files.current(),
          name,
          reason);
    }
    return reason;
  }

  synchronized void damaged(String name, String reason) {
    if (!reason.equals(said.put(name, reason))) {
      LOG.warn(
          "journal {}: {} is damaged ({}), so what stands behind the damage is neither shown nor delivered; cellwarden journal verify says where",
          files.current(),
          name,
          reason);
    }
  }

  synchronized void well(String name) {
    said.remove(name);
  }
}
