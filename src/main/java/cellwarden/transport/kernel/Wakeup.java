package cellwarden.transport.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.function.IntSupplier;

/// Ends a native wait of a thread when that thread is interrupted, which Java does not do by
/// itself.
///
/// The wait polls an event counter besides its own descriptor; an interrupt adds to the counter.
/// For that, the wait pretends to be one on a channel: the interrupting thread then closes the
/// "channel".
final class Wakeup implements AutoCloseable {

  private static final int CLOSED = -1;
  private static final byte[] ONE =
      ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array();

  /// Guarded by `this`: another thread rings, and must not write to a descriptor that was closed
  /// and is something else by now.
  private int counter;

  private Wakeup(int counter) {
    this.counter = counter;
  }

  static Wakeup open() throws LinkException {
    int counter = Libc.eventfd();
    if (counter < 0) {
      throw new LinkException.Failed(LinkException.Failed.Call.PREPARE, -counter);
    }
    return new Wakeup(counter);
  }

  /// What a wait must poll too; for the owning thread.
  synchronized int descriptor() {
    return counter;
  }

  /// Runs a wait that ends when [#descriptor()] can be read.
  ///
  /// @throws InterruptedException if the thread is or was interrupted
  int during(IntSupplier wait) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    InterruptibleWait channel = new InterruptibleWait();
    int result = channel.run(wait);
    if (!channel.isOpen()) {
      silence();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return result;
  }

  private synchronized void ring() {
    if (counter != CLOSED) {
      Libc.write(counter, ONE);
    }
  }

  private synchronized void silence() {
    Libc.read(counter, new byte[Long.BYTES]);
  }

  @Override
  public synchronized void close() {
    if (counter != CLOSED) {
      Libc.close(counter);
      counter = CLOSED;
    }
  }

  private final class InterruptibleWait extends AbstractInterruptibleChannel {

    int run(IntSupplier wait) {
      int result;
      begin();
      try {
        result = wait.getAsInt();
      } finally {
        endQuietly();
      }
      return result;
    }

    private void endQuietly() {
      try {
        end(true);
      } catch (AsynchronousCloseException e) {
        // The thread's own flag tells the interrupt.
      }
    }

    @Override
    protected void implCloseChannel() {
      ring();
    }
  }
}
