package cellwarden.journal;

import cellwarden.battery.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Keeps a second writer out, and tells it who is there.
///
/// A file of its own is locked: a lock of POSIX is gone as soon as the program closes the locked
/// file anywhere, and the journal is opened and closed by whoever reads it.
final class WriterLock {

  /// Who holds the lock.
  ///
  /// @param seqBelow numbers below this one may have been given out; 0 when none are missing
  record Holder(long pid, String since, long seqBelow) {

    static final Holder NOBODY = new Holder(0, "", 0);

    @Override
    public String toString() {
      return pid == 0 ? "another program" : "process " + pid + " since " + since;
    }
  }

  private static final JsonFactory JSON = new JsonFactory();

  /// One sector of any disk: it is written whole or not at all.
  private static final int LENGTH = 128;

  private final Disk disk;
  private final Path path;
  private final JournalTrouble trouble;
  private @Nullable DiskFile file;
  private @Nullable Object identity;
  private @Nullable Holder left;

  WriterLock(Disk disk, Path path, JournalTrouble trouble) {
    this.disk = disk;
    this.path = path;
    this.trouble = trouble;
  }

  /// Takes the lock, again if its file is not there any more.
  ///
  /// @return what the last holder left, who did not end cleanly if there is one; nobody when that
  ///   was this program
  /// @throws JournalException if another program holds it
  Holder take() throws IOException {
    if (file != null && left != null && Objects.equals(identity, identity())) {
      return left;
    }
    release();
    DiskFile locked = disk.openLocked(path);
    if (locked == null) {
      throw trouble.held(readHolder().toString());
    }
    file = locked;
    identity = identity();
    if (left == null) {
      left = holder(locked);
    }
    return left;
  }

  /// Tells others, and whoever comes after a crash.
  void write(Instant since, long seqBelow) throws IOException {
    byte[] text =
        JsonText.object(json -> {
          json.writeNumberProperty("pid", ProcessHandle.current().pid());
          json.writeStringProperty("since", since.toString());
          json.writeNumberProperty("seq_below", seqBelow);
        });
    byte[] padded = Arrays.copyOf(text, LENGTH);
    Arrays.fill(padded, text.length, LENGTH - 1, (byte) ' ');
    padded[LENGTH - 1] = '\n';
    if (file != null) {
      file.write(0, padded);
      file.sync();
    }
  }

  /// Says that nothing is missing, for the clean end.
  void clear() throws IOException {
    if (file != null) {
      file.truncate(0);
    }
  }

  void release() throws IOException {
    DiskFile held = file;
    file = null;
    if (held != null) {
      held.close();
    }
  }

  /// Whether the program that held the lock last is still there.
  boolean isHeld() {
    long pid = readHolder().pid();
    return pid != 0 && ProcessHandle.of(pid).isPresent();
  }

  private @Nullable Object identity() throws IOException {
    try {
      return disk.entry(path).identity();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Holder readHolder() {
    try (DiskFile open = disk.openToRead(path)) {
      return holder(open);
    } catch (IOException e) {
      return Holder.NOBODY;
    }
  }

  private static Holder holder(DiskFile file) throws IOException {
    byte[] bytes = new byte[LENGTH];
    int length = Math.max(0, file.read(0, bytes, 0, LENGTH));
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    long pid = 0;
    long seqBelow = 0;
    String since = "";
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = String.valueOf(json.currentName());
        json.nextToken();
        switch (name) {
          case "pid" -> pid = json.getValueAsLong();
          case "seq_below" -> seqBelow = json.getValueAsLong();
          case "since" -> since = String.valueOf(json.getValueAsString());
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      return Holder.NOBODY;
    }
    return new Holder(pid, since, seqBelow);
  }
}
