package cellwarden.journal.files;

import cellwarden.journal.JournalFiles;
import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of a file that cannot be read, or not all of it, that it is so: each trouble once, until
/// the file is well again. Safe for use by several threads.
public final class FileTroubles {

  private static final Logger LOG = LoggerFactory.getLogger(FileTroubles.class);

  private final JournalFiles files;
  private final Map<String, Set<String>> said = new HashMap<>();

  public FileTroubles(JournalFiles files) {
    this.files = files;
  }

  /// Says that nothing of a file can be read.
  ///
  /// @param name as the file is called on the disk
  /// @return why, for the middle of a sentence
  public String cannotRead(String name, IOException why) {
    String reason = Disk.reason(why);
    say(
        name,
        "cannot be read ("
            + reason
            + "), so what it holds is neither shown nor delivered; check its rights and the disk");
    return reason;
  }

  /// Says that a file cannot be read to its end.
  public void damaged(String name, String reason) {
    say(
        name,
        "is damaged ("
            + reason
            + "), so what comes after the damage is neither shown nor delivered; cellwarden journal verify says where");
  }

  /// Says that a file has lines that no journal has and no power cut leaves.
  public void damagedLines(String name) {
    say(
        name,
        "has damaged lines, which are neither shown nor delivered; cellwarden journal verify says where");
  }

  /// Says a trouble with something, for the end of a sentence that begins with its name.
  public synchronized void say(String name, String trouble) {
    if (said.computeIfAbsent(name, _ -> new HashSet<>()).add(trouble)) {
      LOG.warn("journal {}: {} {}", files.current(), name, trouble);
    }
  }

  /// Nothing is wrong with a file any more.
  public synchronized void well(String name) {
    said.remove(name);
  }
}
