package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A JSONL file that samples and faults are appended to: one event, one line, one write.
///
/// Numbers the samples: `seq` only grows, also over restarts. Safe for use by several threads; a
/// lock on the file keeps a second program out. An interrupt does not disturb a write, so a stop
/// loses nothing that was read.
public final class Journal implements AutoCloseable {

  private static final byte NEWLINE = '\n';

  private static final String ELSEWHERE =
      " or put the journal elsewhere (journal.path, in the demo --dir)";

  private final Path path;
  private final RandomAccessFile file;
  private final boolean sync;
  private long lastSeq;
  private long safeSeq;
  private boolean torn;

  private Journal(Path path, RandomAccessFile file, boolean sync, Tail tail) {
    this.path = path;
    this.file = file;
    this.sync = sync;
    this.lastSeq = tail.lastSeq();
    this.safeSeq = tail.lastSeq();
    this.torn = tail.torn();
  }

  /// Opens a journal, or begins one.
  ///
  /// @param sync whether each line is forced to the disk before it counts as written: a power cut
  ///   then costs nothing
  /// @throws JournalException if the file cannot be written or another program writes it
  public static Journal open(Path path, boolean sync) throws JournalException {
    Path absolute = path.toAbsolutePath();
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(absolute.toFile(), "rw");
    } catch (IOException e) {
      throw cannotOpen(absolute, e);
    }
    boolean opened = false;
    try {
      lock(absolute, file);
      Journal journal = new Journal(absolute, file, sync, Tail.of(file));
      opened = true;
      return journal;
    } catch (IOException e) {
      throw e instanceof JournalException known ? known : cannotOpen(absolute, e);
    } finally {
      if (!opened) {
        closeQuietly(file);
      }
    }
  }

  /// Appends a sample.
  ///
  /// @return the sample with its sequence number
  /// @throws JournalException if the line is not safely in the file; its number is not used again
  public synchronized Sample append(Sample sample) throws JournalException {
    lastSeq++;
    Sample numbered = sample.withSeq(lastSeq);
    write(EventJson.encode(numbered));
    safeSeq = lastSeq;
    return numbered;
  }

  /// Appends an event that has no number: the fault of a poll that failed, or an incident.
  ///
  /// @throws JournalException if the line is not safely in the file
  public synchronized void append(BatteryEvent event) throws JournalException {
    write(EventJson.encode(event));
  }

  /// Number of the last sample that is safely in the file, 0 when there is none.
  public synchronized long lastSeq() {
    return safeSeq;
  }

  public Path path() {
    return path;
  }

  @Override
  public synchronized void close() {
    closeQuietly(file);
  }

  /// Ends what an earlier write or a power cut left without an end, so that it spoils no other
  /// line, and withdraws a line that could not be written whole.
  private void write(byte[] json) throws JournalException {
    try {
      long end = file.length();
      file.seek(end);
      try {
        file.write(line(json));
        if (sync) {
          file.getFD().sync();
        }
        torn = false;
      } catch (IOException e) {
        withdraw(end, e);
        throw e;
      }
    } catch (IOException e) {
      throw new JournalException(
          "journal " + path + " cannot be written (" + e.getMessage() + "); free or check the disk",
          e);
    }
  }

  /// The reason why the line was not written must not be hidden by what goes wrong now.
  private void withdraw(long end, IOException reason) {
    try {
      file.setLength(end);
    } catch (IOException e) {
      torn = true;
      reason.addSuppressed(e);
    }
  }

  private byte[] line(byte[] json) {
    int start = torn ? 1 : 0;
    byte[] line = new byte[start + json.length + 1];
    Arrays.fill(line, NEWLINE);
    System.arraycopy(json, 0, line, start, json.length);
    return line;
  }

  private static void lock(Path path, RandomAccessFile file) throws IOException {
    boolean locked;
    try {
      locked = file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new JournalException(
          "journal " + path + " is being written by another program; stop that one" + ELSEWHERE,
          null);
    }
  }

  private static JournalException cannotOpen(Path path, IOException e) {
    Path folder = path.getParent();
    String reason;
    if (folder != null && !Files.isDirectory(folder)) {
      reason = "its folder does not exist; create it";
    } else if (Files.isDirectory(path)) {
      reason = "it is a folder; name a file";
    } else if (Files.exists(path)
        ? !Files.isWritable(path)
        : folder != null && !Files.isWritable(folder)) {
      reason = "this user may not write there; change the rights";
    } else {
      reason = e.getMessage() + "; check the disk";
    }
    return new JournalException("journal " + path + " cannot be opened: " + reason + ELSEWHERE, e);
  }

  private static void closeQuietly(RandomAccessFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // Every line was written and forced on its own; closing only gives the descriptor back.
    }
  }
}
