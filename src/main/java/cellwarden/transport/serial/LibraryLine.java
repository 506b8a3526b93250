package cellwarden.transport.serial;

import cellwarden.transport.SerialAddress;
import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A port by jSerialComm.
final class LibraryLine implements SerialLine {

  /// In the library's unit; Linux counts tenths of a second.
  private static final int READ_MILLIS = 100;

  /// The library has one error number for all ports that do not open.
  private static final ReentrantLock OPENING = new ReentrantLock();

  /// A port whose driver hangs must not keep the others closed; the words may then be wrong.
  private static final Duration LONGEST_ALONE = Duration.ofSeconds(1);

  private final SerialPort port;
  private final boolean rs485;

  private LibraryLine(SerialPort port, boolean rs485) {
    this.port = port;
    this.rs485 = rs485;
  }

  /// Exclusively, as far as other programs ask; bytes that came before are dropped.
  static SerialLine open(Path device, SerialAddress address)
      throws IOException, InterruptedException {
    SerialLibrary.load();
    SerialPort port = named(device);
    port.setComPortParameters(address.baud(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    // RTS must stay until the last bit has left.
    int draining = address.rs485() ? SerialPort.TIMEOUT_WRITE_BLOCKING : 0;
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING | draining, READ_MILLIS, 0);
    port.flushIOBuffers();
    if (address.rs485()) {
      port.setRs485ModeParameters(true, true, 0, 0);
      port.clearRTS();
    } else {
      // What a device tree says stays.
      port.disableRs485ModeControl();
    }
    openAlone(port);
    return new LibraryLine(port, address.rs485());
  }

  private static SerialPort named(Path device) throws RefusedException {
    try {
      return SerialPort.getCommPort(device.toString());
    } catch (SerialPortInvalidPortException e) {
      throw new RefusedException(RefusedException.NO_SUCH_DEVICE);
    }
  }

  private static void openAlone(SerialPort port) throws RefusedException, InterruptedException {
    boolean alone = OPENING.tryLock(LONGEST_ALONE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      if (!port.openPort()) {
        throw new RefusedException(port.getLastErrorCode());
      }
    } finally {
      if (alone) {
        OPENING.unlock();
      }
    }
  }

  @Override
  public int available() {
    return port.bytesAvailable();
  }

  @Override
  public int read(byte[] into) {
    return port.readBytes(into, into.length);
  }

  /// Where the driver switches an RS-485 adapter by itself, it leaves RTS to nobody else.
  @Override
  public boolean write(byte[] bytes) {
    if (rs485) {
      port.setRTS();
    }
    boolean taken = port.writeBytes(bytes, bytes.length) == bytes.length;
    if (rs485) {
      port.clearRTS();
    }
    return taken;
  }

  @Override
  public void close() {
    port.closePort();
  }
}
