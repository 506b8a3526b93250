package cellwarden.journal.files;

import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What tells a journal from all others, 16 hexadecimal digits in a file beside it: made for a
/// journal that is new, or has none, and kept as long as the journal is. Safe for use by several
/// threads.
public final class JournalName {

  private static final Logger LOG = LoggerFactory.getLogger(JournalName.class);
  private static final int BYTES = 8;

  private final Disk disk;
  private final Path path;

  /// Of which journal, as the program counts them, [#name] is.
  private int known;

  private Optional<String> name = Optional.empty();

  /// @param path of its file
  public JournalName(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /// The name of the journal that is open.
  ///
  /// @param journal counts the journals that the program met, 0 for none
  /// @param isNew whether it has no sample yet: what stands there is of an earlier one then
  /// @return empty while there is no journal, or where its name cannot be kept
  public synchronized Optional<String> of(int journal, boolean isNew) {
    if (journal != known) {
      known = journal;
      name = Optional.empty();
      try {
        if (journal > 0) {
          Optional<String> kept = isNew ? Optional.empty() : kept();
          name = Optional.of(kept.isPresent() ? kept.get() : made());
        }
      } catch (IOException e) {
        LOG.warn(
            "journal {}: its name cannot be kept ({}), so who collects from many sites cannot tell it from others; check the disk",
            path,
            Disk.reason(e));
      }
    }
    return name;
  }

  private Optional<String> kept() throws IOException {
    try (Disk.File file = disk.openToRead(path)) {
      byte[] bytes = new byte[2 * BYTES];
      int length = file.read(0, bytes, 0, bytes.length);
      String text = new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
      return Optional.of(text).filter(found -> found.matches("[0-9a-f]{" + 2 * BYTES + "}"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private String made() throws IOException {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    String made = HexFormat.of().formatHex(bytes);
    disk.replace(path, (made + "\n").getBytes(StandardCharsets.US_ASCII));
    return made;
  }
}
