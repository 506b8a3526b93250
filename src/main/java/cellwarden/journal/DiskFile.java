package cellwarden.journal;

import java.io.Closeable;
import java.io.IOException;

/// An open file of a [Disk].
interface DiskFile extends Closeable {

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
