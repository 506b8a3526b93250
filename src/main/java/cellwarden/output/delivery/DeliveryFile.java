package cellwarden.output.delivery;

import cellwarden.file.WholeFile;
import cellwarden.json.JsonException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the state of a delivery is kept.
///
/// There is always one whole state. A copy of it stands in for one that is damaged. Trouble is said
/// once. Safe for use by several threads.
public final class DeliveryFile {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryFile.class);

  private static final String COPY = ".copy";

  /// So many ranges as a state has at most do not take a tenth of it.
  private static final int LARGEST = 1 << 17;

  private final Path path;
  private final Destination.Words words;
  private boolean unreadable;
  private boolean unwritable;

  /// Of the journal that the file belongs to.
  private int journalId;

  public DeliveryFile(Path path, Destination.Words words) {
    this.path = path.toAbsolutePath();
    this.words = words;
  }

  /// Goes on from the saved state. Without one it begins at the end of the journal, and that is
  /// saved at once: else a crash would make the next start begin at the end again. So is what does
  /// not fit the journal: once its numbers have caught up with those of an earlier one, nobody
  /// could tell.
  ///
  /// @param journal its id
  /// @param lastSeq number of its last sample at this moment
  /// @return empty while the saved state cannot be read
  synchronized Optional<DeliveryState> goOn(int journal, long lastSeq) {
    journalId = journal;
    try {
      Optional<DeliveryState> left = load();
      DeliveryState state = left.orElseGet(() -> DeliveryState.atTheEnd(lastSeq)).within(lastSeq);
      if (!left.equals(Optional.of(state))) {
        save(journalId, state);
      }
      return Optional.of(state);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// What was saved last. What is no state is kept under another name, and the copy is taken.
  ///
  /// @return empty where nothing was saved
  /// @throws IOException if the file cannot be read now
  synchronized Optional<DeliveryState> load() throws IOException {
    byte[] bytes;
    try {
      bytes = read(path);
      unreadable = false;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (!unreadable) {
        LOG.warn(
            "{}: {} cannot be read ({}); what was missed is not sent until it can: check the disk and the permissions",
            words.output(),
            path,
            e.getMessage());
      }
      unreadable = true;
      throw e;
    }
    try {
      return Optional.of(DeliveryState.parse(bytes));
    } catch (JsonException | IllegalArgumentException e) {
      return insteadOfDamaged(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] read(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    if (!found.isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      // One byte more is no state any more.
      return in.readNBytes(LARGEST + 1);
    }
  }

  /// Until the copy has its place, the damaged file stays: without any, the next start would begin
  /// at the end of the journal.
  private Optional<DeliveryState> insteadOfDamaged(String damage) throws IOException {
    Path kept = beside(".damaged");
    Optional<DeliveryState> copied = copied();
    if (copied.isPresent()) {
      Files.copy(path, kept, StandardCopyOption.REPLACE_EXISTING);
      write(copied.get().json());
    } else {
      Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
    }
    LOG.warn(
        "{}: {} is damaged ({}) and {}, the old file is now {}",
        words.output(),
        path,
        damage,
        copied.isPresent()
            ? "its copy has taken its place; nothing is missed"
            : "is begun again; what was missed before this start stays in the journal",
        kept);
    return copied;
  }

  private Optional<DeliveryState> copied() {
    try {
      return Optional.of(DeliveryState.parse(read(beside(COPY))));
    } catch (IOException | JsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Saves a state in the place of the one before.
  ///
  /// @param journal its id: what another one has still to deliver is not of this file
  /// @return whether it is on the disk
  synchronized boolean save(int journal, DeliveryState state) {
    if (journal != journalId) {
      return false;
    }
    try {
      write(state.json());
      unwritable = false;
      return true;
    } catch (IOException e) {
      if (!unwritable) {
        LOG.warn(
            "{}: {} cannot be written ({}); if the program ended now, {} might get samples twice, or not those that it missed: free or check the disk",
            words.output(),
            path,
            e.getMessage(),
            words.receiver());
      }
      unwritable = true;
      return false;
    }
  }

  /// Forgets what was saved.
  public void delete() {
    try {
      Files.deleteIfExists(beside(COPY));
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("{}: {} cannot be removed ({}); remove it", words.output(), path, e.getMessage());
    }
  }

  /// The copy comes first, so that it is never of an earlier journal. It is not forced to the disk:
  /// who lost the file would have to lose the power at the same time.
  private void write(byte[] json) throws IOException {
    WholeFile.write(beside(COPY), json);
    WholeFile.write(path, json, WholeFile.Option.FORCED);
  }

  private Path beside(String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }
}
