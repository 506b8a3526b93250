package cellwarden.transport.tty;

import static cellwarden.system.CFunction.INT;
import static cellwarden.system.CFunction.POINTER;

import cellwarden.system.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What a signal does when the terminal of this process goes away: `SIGHUP`, which ends a Java
/// program in an orderly way. A native library may set it to nothing, which would leave the program
/// running after its terminal is closed.
public final class HangupSignal {

  private static final int SIGHUP = 1;

  /// More than `struct sigaction` has on any system.
  private static final int ROOM = 512;

  private HangupSignal() {}

  /// Runs something, after which the signal does what it did before. Windows has no such signal.
  public static void keepDuring(Runnable action) {
    if (System.getProperty("os.name").startsWith("Windows")) {
      action.run();
      return;
    }
    CFunction sigaction = CFunction.function("sigaction", INT, POINTER, POINTER);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(ROOM, Long.BYTES);
      sigaction.call(SIGHUP, MemorySegment.NULL, before);
      try {
        action.run();
      } finally {
        sigaction.call(SIGHUP, before, MemorySegment.NULL);
      }
    }
  }
}
