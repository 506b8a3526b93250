package cellwarden.transport.tty;

import static cellwarden.system.CFunction.INT;
import static cellwarden.system.CFunction.LONG;
import static cellwarden.system.CFunction.POINTER;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import cellwarden.system.CFunction;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;

/// A serial port in software: this is the end of the device, and a program opens the other one by
/// its path. Bytes go through unchanged; speed and parity mean nothing.
///
/// The numbers are those of Linux. Not for use by several threads.
public final class PseudoTerminal implements AutoCloseable {

  private static final int READ_WRITE = 2;
  private static final int NO_CONTROLLING_TERMINAL = 0x100;
  private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int OPEN = READ_WRITE | NO_CONTROLLING_TERMINAL | NONBLOCK_CLOEXEC;

  private static final short POLLIN = 1;
  private static final short POLLHUP = 16;
  private static final int TCIFLUSH = 0;
  private static final int TCSANOW = 0;
  private static final int READ_SIZE = 512;

  /// More than `struct termios` has.
  private static final int TERMIOS_ROOM = 256;

  private static final int LONGEST_PATH = 64;

  private static final CFunction POSIX_OPENPT = CFunction.function("posix_openpt", INT);
  private static final CFunction UNLOCKPT = CFunction.function("unlockpt", INT);
  private static final CFunction PTSNAME_R = CFunction.function("ptsname_r", INT, POINTER, LONG);
  private static final CFunction OPEN_FILE = CFunction.variadic("open", POINTER, INT);
  private static final CFunction TCGETATTR = CFunction.function("tcgetattr", INT, POINTER);
  private static final CFunction TCSETATTR = CFunction.function("tcsetattr", INT, INT, POINTER);
  private static final CFunction TCFLUSH = CFunction.function("tcflush", INT, INT);
  private static final CFunction POLL = CFunction.function("poll", POINTER, LONG, INT);
  private static final CFunction READ = CFunction.sized("read", INT, POINTER, LONG);
  private static final CFunction WRITE = CFunction.sized("write", INT, POINTER, LONG);
  private static final CFunction CLOSE = CFunction.function("close", INT);

  private final int descriptor;
  private final String path;
  private boolean closed;

  private PseudoTerminal(int descriptor, String path) {
    this.descriptor = descriptor;
    this.path = path;
  }

  /// A new one, which no program has opened yet.
  ///
  /// @throws IOException if the system has no more, or is not Linux
  public static PseudoTerminal open() throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new IOException("pseudo-terminals of Linux only");
    }
    int descriptor = checked("no pseudo-terminal", POSIX_OPENPT.call(OPEN));
    try (Arena arena = Arena.ofConfined()) {
      checked("cannot unlock a pseudo-terminal", UNLOCKPT.call(descriptor));
      MemorySegment name = arena.allocate(LONGEST_PATH);
      checked(
          "a pseudo-terminal without a name",
          PTSNAME_R.call(descriptor, name, (long) LONGEST_PATH));
      PseudoTerminal terminal = new PseudoTerminal(descriptor, name.getString(0));
      terminal.reset();
      return terminal;
    } catch (IOException | RuntimeException e) {
      CLOSE.call(descriptor);
      throw e;
    }
  }

  /// What programs open, such as `/dev/pts/5`.
  public Path path() {
    return Path.of(path);
  }

  /// Whether a program has the port open.
  public boolean isHeld() {
    return (poll(Duration.ZERO) & POLLHUP) == 0;
  }

  /// What a program has written, empty when it has written nothing in time or left.
  public byte[] read(Duration timeout) {
    if ((poll(timeout) & POLLIN) == 0) {
      return new byte[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(READ_SIZE);
      int count = READ.call(opened(), buffer, (long) READ_SIZE);
      return buffer.asSlice(0, Math.max(0, count)).toArray(JAVA_BYTE);
    }
  }

  /// Gives bytes to the program. As on a wire, what nobody takes is lost.
  public void write(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      WRITE.call(opened(), arena.allocateFrom(JAVA_BYTE, bytes), (long) bytes.length);
    }
  }

  /// Drops what the last program has not read, and its settings.
  public void reset() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int other = checked("cannot open " + path, OPEN_FILE.call(arena.allocateFrom(path), OPEN));
      try {
        MemorySegment settings = arena.allocate(TERMIOS_ROOM, Integer.BYTES);
        checked("no settings of " + path, TCGETATTR.call(other, settings));
        // Raw: no flags for input, output and lines; those of the wire stay as they are.
        settings.setAtIndex(JAVA_INT, 0, 0);
        settings.setAtIndex(JAVA_INT, 1, 0);
        settings.setAtIndex(JAVA_INT, 3, 0);
        checked("no settings for " + path, TCSETATTR.call(other, TCSANOW, settings));
        TCFLUSH.call(other, TCIFLUSH);
      } finally {
        CLOSE.call(other);
      }
    }
  }

  private int poll(Duration timeout) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment polled = arena.allocate(Long.BYTES, Integer.BYTES);
      polled.set(JAVA_INT, 0, opened());
      polled.set(JAVA_SHORT, Integer.BYTES, POLLIN);
      int result = POLL.call(polled, 1L, Math.toIntExact(timeout.toMillis()));
      return result <= 0 ? 0 : polled.get(JAVA_SHORT, Integer.BYTES + Short.BYTES);
    }
  }

  private int opened() {
    if (closed) {
      throw new IllegalStateException(path + " is closed");
    }
    return descriptor;
  }

  private static int checked(String problem, int result) throws IOException {
    if (result < 0) {
      throw new IOException(problem + " (error " + -result + ")");
    }
    return result;
  }

  /// A program that has the port open finds it gone, as if an adapter were unplugged.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      CLOSE.call(descriptor);
    }
  }
}
