package cellwarden.output.mqtt.client;

import io.netty.util.internal.PlatformDependent;
import java.util.function.LongSupplier;

/// Tells whether little memory is left, so that what others leave with the broker inside the
/// program never takes what reading needs. Safe for use by several threads.
final class MemoryGuard {

  /// Bytes that reading, journalling and publishing keep for themselves.
  static final long RESERVE = 6L << 20;

  /// Rubbish counts as used until it is collected, which is done at most so often, in nanoseconds.
  private static final long BETWEEN_COLLECTIONS = 1_000_000_000L;

  private final LongSupplier free;
  private final Runnable collect;
  private final LongSupplier nanos;

  private boolean collected;
  private long collectedAt;

  /// @param free bytes of the heap, rubbish not counted as free
  /// @param collect makes rubbish free
  /// @param nanos the monotonic clock
  MemoryGuard(LongSupplier free, Runnable collect, LongSupplier nanos) {
    this.free = free;
    this.collect = collect;
    this.nanos = nanos;
  }

  /// Of this process.
  static MemoryGuard ofProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryGuard(
        () ->
            Math.min(
                runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory(),
                // What waits to be taken in or sent lies outside of the heap.
                PlatformDependent.maxDirectMemory() - PlatformDependent.usedDirectMemory()),
        runtime::gc,
        System::nanoTime);
  }

  synchronized boolean isScarce() {
    if (free.getAsLong() >= RESERVE) {
      return false;
    }
    if (collected && nanos.getAsLong() - collectedAt < BETWEEN_COLLECTIONS) {
      return true;
    }
    collect.run();
    collected = true;
    collectedAt = nanos.getAsLong();
    return free.getAsLong() < RESERVE;
  }
}
