package cellwarden.journal.disk;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that the journal does with files, so that tests can put a disk beneath it that fails, fills
/// up and loses power.
///
/// No call ends early because its thread is interrupted. A file that is none, such as a pipe, or a
/// link that is not followed, is an [OddFileException].
public interface Disk {

  /// A file of a folder.
  ///
  /// @param identity what stays the same under another name and differs for any other file; null
  ///   where the file system has no such thing
  record Entry(String name, long size, @Nullable Object identity) {}

  /// An open file.
  interface File extends Closeable {

    /// Bytes.
    long length() throws IOException;

    /// Reads what there is.
    ///
    /// @return how many bytes, at least 1, or -1 at the end of the file
    int read(long position, byte[] into, int start, int length) throws IOException;

    /// Writes all bytes with one call; after an error some of them may be there.
    void write(long position, byte[] bytes) throws IOException;

    /// Cuts the file off.
    void truncate(long length) throws IOException;

    /// Makes all that was written outlast a power cut.
    void sync() throws IOException;
  }

  /// What stands under a name is not what may be opened. Only a person can put that right.
  final class OddFileException extends IOException {
    private static final long serialVersionUID = 1L;

    OddFileException(Path path, String what) {
      super(path + " is " + what);
    }
  }

  /// Opens for reading and writing; makes the file if it is missing. A symbolic link is not
  /// followed.
  File open(Path path) throws IOException;

  /// The same, and keeps every other writer out until the file is closed, however the program ends.
  ///
  /// @return null if somebody else has it
  @Nullable File openLocked(Path path) throws IOException;

  /// Whether another program keeps writers out of a file. A file that is missing is free.
  boolean isLocked(Path path) throws IOException;

  /// Opens for reading.
  ///
  /// @throws NoSuchFileException if the file is missing
  File openToRead(Path path) throws IOException;

  /// What is there under this name.
  ///
  /// @throws NoSuchFileException if the file is missing
  Entry entry(Path path) throws IOException;

  /// The same, and null if the file is missing.
  default @Nullable Entry find(Path path) throws IOException {
    try {
      return entry(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /// What stays the same of a file under another name, see [Entry]; null if it is missing.
  default @Nullable Object identity(Path path) throws IOException {
    Entry found = find(path);
    return found == null ? null : found.identity();
  }

  /// The files of a folder, in no order; what is no file is left out. One that gets another name
  /// meanwhile is there under the old one or the new one.
  List<Entry> list(Path folder) throws IOException;

  /// Writes a whole file in the place of what is there, so that it outlasts a power cut. Until then
  /// the old one does.
  void replace(Path path, byte[] bytes) throws IOException;

  /// Gives a file another name in one step; a file that has that name is replaced.
  void move(Path from, Path to) throws IOException;

  /// Deletes a file; one that is missing is fine.
  void delete(Path path) throws IOException;

  /// Makes new, moved and deleted names of a folder outlast a power cut.
  void syncFolder(Path folder) throws IOException;

  /// Bytes that this user may still write; a great many where the disk does not say.
  long free(Path folder) throws IOException;

  /// Why a call failed, for the middle of a sentence. Messages of the JDK name the file, which the
  /// sentence does already.
  static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case FileNotFoundException _ when message.endsWith(")") ->
          message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> message;
    };
  }

  /// The bytes of an open file from a position to where it ends when that is reached.
  final class Input extends InputStream {

    private final File file;
    private final boolean closes;
    private long position;

    /// @param closes whether closing the stream closes the file
    public Input(File file, long position, boolean closes) {
      this.file = file;
      this.position = position;
      this.closes = closes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = file.read(position, into, start, length);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      if (closes) {
        file.close();
      }
    }
  }
}
