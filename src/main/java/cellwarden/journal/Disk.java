package cellwarden.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that the journal does with files, so that tests can put a disk beneath it that fails, fills
/// up and loses power.
///
/// No call ends early because its thread is interrupted.
interface Disk {

  /// A file of a folder.
  ///
  /// @param identity what stays the same under another name and differs for any other file; null
  ///   where the file system has no such thing
  record Entry(String name, long size, @Nullable Object identity) {}

  /// The disk of this machine.
  static Disk real() {
    return new RealDisk();
  }

  /// Opens for reading and writing; makes the file if it is missing.
  DiskFile open(Path path) throws IOException;

  /// Opens for reading and writing, makes the file if it is missing, and keeps every other writer
  /// out until it is closed, however the program ends.
  ///
  /// @return null if somebody else has it
  @Nullable DiskFile openLocked(Path path) throws IOException;

  /// Whether another program keeps writers out of a file. A file that is missing is free.
  boolean isLocked(Path path) throws IOException;

  /// Opens for reading.
  ///
  /// @throws java.nio.file.NoSuchFileException if the file is missing
  DiskFile openToRead(Path path) throws IOException;

  /// What is there under this name.
  ///
  /// @throws java.nio.file.NoSuchFileException if the file is missing
  Entry entry(Path path) throws IOException;

  /// The files of a folder, in no order; what is no file is left out. One that gets another name
  /// meanwhile is there under the old one or the new one.
  List<Entry> list(Path folder) throws IOException;

  /// Gives a file another name in one step; a file that has that name is replaced.
  void move(Path from, Path to) throws IOException;

  /// Deletes a file; one that is missing is fine.
  void delete(Path path) throws IOException;

  /// Makes new, moved and deleted names of a folder outlast a power cut.
  void syncFolder(Path folder) throws IOException;

  /// Bytes that this user may still write.
  long free(Path folder) throws IOException;
}
