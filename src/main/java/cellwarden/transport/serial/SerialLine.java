package cellwarden.transport.serial;

import cellwarden.transport.SerialAddress;
import java.io.IOException;
import java.nio.file.Path;

/// A serial port that is open: 8 data bits, no parity, 1 stop bit, no flow control.
interface SerialLine {

  /// A way to open ports.
  @FunctionalInterface
  interface Opener {

    /// May hang in a driver for as long as it likes.
    ///
    /// @param device the port itself, no link to it
    /// @throws RefusedException if the system does not open it
    /// @throws IOException if this program cannot use any port
    SerialLine open(Path device, SerialAddress address) throws IOException, InterruptedException;
  }

  /// How many bytes have come; negative when the port is gone.
  int available();

  /// Waits up to 0.1 s for bytes.
  ///
  /// @return how many came; negative when the port is gone
  int read(byte[] into);

  /// Returns when the driver has all bytes.
  ///
  /// @return false when it did not take them
  boolean write(byte[] bytes);

  /// May hang in a driver for as long as it likes.
  void close();

  /// The system does not open a port.
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /// `ENOENT`, the same on all systems.
    static final int NO_SUCH_DEVICE = 2;

    private final int error;

    /// @param error number of the system's error
    RefusedException(int error) {
      super("error " + error);
      this.error = error;
    }

    int error() {
      return error;
    }
  }
}
