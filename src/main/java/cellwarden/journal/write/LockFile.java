package cellwarden.journal.write;

import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a second writer out, and says who is there and which numbers are taken. For one thread.
///
/// A file of its own is locked: a lock of POSIX is gone as soon as the program closes the locked
/// file anywhere, and the journal is opened and closed by whoever reads it.
final class LockFile {

  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);

  private final Disk disk;
  private final Path path;
  private final JournalTrouble trouble;
  private Disk.@Nullable File file;
  private @Nullable Object identity;
  private @Nullable Content written;

  LockFile(Disk disk, Path path, JournalTrouble trouble) {
    this.disk = disk;
    this.path = path;
    this.trouble = trouble;
  }

  /// Whether the lock is held, and by the file that has the name: by another one, a second program
  /// could hold it too.
  boolean isHeld() throws IOException {
    return file != null && Objects.equals(identity, disk.identity(path));
  }

  /// Takes the lock, again if its file is not there any more.
  ///
  /// @return what the last one who had it left in the file; [Content#NOTHING] when that was this
  ///   program, or when the lock was not given back since
  /// @throws JournalException if another program holds it
  Content take() throws IOException {
    if (isHeld()) {
      return Content.NOTHING;
    }
    release();
    Disk.File locked = openLocked();
    boolean complete = false;
    try {
      Content before = Content.read(locked);
      identity = disk.identity(path);
      file = locked;
      complete = true;
      return before.equals(written) ? Content.NOTHING : before;
    } finally {
      if (!complete) {
        locked.close();
      }
    }
  }

  /// Tries twice, since whoever only looks whether the lock is held may have it for a moment.
  private Disk.File openLocked() throws IOException {
    Disk.File locked = disk.openLocked(path);
    if (locked == null) {
      locked = disk.openLocked(path);
    }
    if (locked == null) {
      throw trouble.isHeld(holder());
    }
    return locked;
  }

  private String holder() {
    try (Disk.File open = disk.openToRead(path)) {
      return Content.read(open).holder();
    } catch (IOException e) {
      return Content.NOTHING.holder();
    }
  }

  /// Notes for others, and for whoever comes after a crash; lasts when it returns. Does nothing
  /// while the lock is not held.
  void write(Content content) throws IOException {
    if (file != null) {
      file.write(0, content.encode());
      file.sync();
      written = content;
    }
  }

  private void release() throws IOException {
    Disk.File held = file;
    file = null;
    if (held != null) {
      held.close();
    }
  }

  void releaseQuietly() {
    try {
      release();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", path, e.getMessage());
    }
  }

  /// What the file says.
  ///
  /// @param pid of the program that holds the lock; 0 when nobody does
  /// @param since when that program started; empty when nobody holds it
  /// @param seqBelow every number below this one may have been given out; 0 where nothing is known
  record Content(long pid, String since, long seqBelow) {

    static final Content NOTHING = new Content(0, "", 0);

    /// Less than one sector of any disk: it is written whole or not at all.
    private static final int LENGTH = 128;

    private static final Pattern PID = Pattern.compile("\"pid\" *: *([0-9]+)");
    private static final Pattern SINCE = Pattern.compile("\"since\" *: *\"([^\"]*)\"");
    private static final Pattern SEQ = Pattern.compile("\"seq_(?:below|check)\" *: *(-?[0-9]+)");

    /// Reads the beginning of a lock file; what is not there or cannot be understood is nothing.
    static Content read(Disk.File file) throws IOException {
      byte[] bytes = new byte[LENGTH];
      int length = Math.max(0, file.read(0, bytes, 0, LENGTH));
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      Matcher since = SINCE.matcher(text);
      return new Content(
          largest(PID, text), since.find() ? since.group(1) : "", largest(SEQ, text));
    }

    private static long largest(Pattern pattern, String text) {
      return pattern
          .matcher(text)
          .results()
          .map(found -> new BigInteger(found.group(1)))
          .mapToLong(found -> found.bitLength() < Long.SIZE ? found.longValue() : Long.MAX_VALUE)
          .max()
          .orElse(0);
    }

    /// For the beginning of the file. A disk may take only a part of the bytes and leave old ones
    /// after them. So the number stands there twice, first at a fixed place: where that is half
    /// written the other one is the old one, and the larger of the two is not too small.
    private byte[] encode() {
      byte[] text =
          "{\"seq_below\":%19d,\"pid\":%d,\"since\":\"%s\",\"seq_check\":%19d}"
              .formatted(seqBelow, pid, since, seqBelow)
              .getBytes(StandardCharsets.UTF_8);
      byte[] padded = Arrays.copyOf(text, LENGTH);
      Arrays.fill(padded, text.length, LENGTH - 1, (byte) ' ');
      padded[LENGTH - 1] = '\n';
      return padded;
    }

    /// For a sentence.
    private String holder() {
      return pid == 0 ? "another program" : "process " + pid + " since " + since;
    }
  }
}
