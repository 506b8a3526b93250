package cellwarden.output.delivery;

import cellwarden.json.JsonException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the state of a delivery is kept.
///
/// Written to a file beside it, forced to the disk and renamed, so that there is always one whole
/// state. Trouble is said once. Safe for use by several threads.
public final class DeliveryFile {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryFile.class);

  private final Path path;
  private final Destination.Words words;
  private boolean unreadable;
  private boolean unwritable;

  /// Of the journal that the file belongs to.
  private int epoch;

  public DeliveryFile(Path path, Destination.Words words) {
    this.path = path.toAbsolutePath();
    this.words = words;
  }

  /// Goes on from the saved state. Without one it begins at the end of the journal, and that is
  /// saved at once: else a crash would make the next start begin at the end again. So is what does
  /// not fit the journal: once its numbers have caught up with those of an earlier one, nobody
  /// could tell.
  ///
  /// @param journal its epoch
  /// @param lastSeq number of its last sample at this moment
  /// @return empty while the saved state cannot be read
  synchronized Optional<DeliveryState> goOn(int journal, long lastSeq) {
    epoch = journal;
    try {
      Optional<DeliveryState> left = load();
      DeliveryState state = left.orElseGet(() -> DeliveryState.atTheEnd(lastSeq)).within(lastSeq);
      if (!left.equals(Optional.of(state))) {
        save(epoch, state);
      }
      return Optional.of(state);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// What was saved last. What is no state is kept under another name.
  ///
  /// @return empty where nothing was saved
  /// @throws IOException if the file cannot be read now
  synchronized Optional<DeliveryState> load() throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(path);
      unreadable = false;
      return parse(bytes);
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
  }

  private Optional<DeliveryState> parse(byte[] bytes) throws IOException {
    try {
      return Optional.of(DeliveryState.parse(bytes));
    } catch (JsonException | IllegalArgumentException e) {
      Path kept = path.resolveSibling(path.getFileName() + ".damaged");
      Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "{}: {} is damaged ({}) and is begun again; what was missed before this start stays in the journal, the old file is now {}",
          words.output(),
          path,
          e.getMessage(),
          kept);
      return Optional.empty();
    }
  }

  /// Saves a state in the place of the one before.
  ///
  /// @param journal its epoch: what another one has still to deliver is not of this file
  /// @return whether it is on the disk
  synchronized boolean save(int journal, DeliveryState state) {
    if (journal != epoch) {
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
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("{}: {} cannot be removed ({}); remove it", words.output(), path, e.getMessage());
    }
  }

  private void write(byte[] json) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
    // A channel would be closed by an interrupt, which is how an output is ended.
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(json);
      out.getFD().sync();
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
  }

  /// An older state would be right too, but not none, nor one of an earlier journal.
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(path.resolveSibling("."))) {
      folder.force(true);
    } catch (ClosedByInterruptException e) {
      // The output ends; the file system does it a few seconds later by itself.
    }
  }
}
