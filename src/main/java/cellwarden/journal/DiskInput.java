package cellwarden.journal;

import java.io.IOException;
import java.io.InputStream;

/// The bytes of an open file from a position to where it ends when that is reached.
final class DiskInput extends InputStream {

  private final DiskFile file;
  private final boolean closes;
  private long position;

  /// @param closes whether closing the stream closes the file
  DiskInput(DiskFile file, long position, boolean closes) {
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
