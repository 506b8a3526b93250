package cellwarden.transport.tty;

import cellwarden.testing.Guard;
import cellwarden.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// The far end of a serial line: answers reads of 7 bytes, without regard to times.
public final class PtyPeer implements AutoCloseable {

  private static final int REQUEST_SIZE = 7;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final PseudoTerminal terminal;
  private final Function<String, Reply> answers;
  private final AtomicInteger answered = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closing;

  private PtyPeer(PseudoTerminal terminal, Function<String, Reply> answers) {
    this.terminal = terminal;
    this.answers = answers;
    this.thread = Thread.ofPlatform().daemon().name("pty peer").unstarted(this::serve);
  }

  public static PtyPeer answering(Function<String, Reply> answers) throws IOException {
    PtyPeer peer = new PtyPeer(PseudoTerminal.open(), answers);
    peer.thread.start();
    return peer;
  }

  public Path path() {
    return terminal.path();
  }

  /// Waits until so many requests have been answered since the beginning.
  public void awaitAnswers(int count) throws Exception {
    Guard.await(count + " answers", () -> answered.get() >= count);
  }

  private void serve() {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    while (!closing) {
      request.writeBytes(terminal.read(LOOK_AGAIN));
      if (!terminal.isHeld()) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      while (request.size() >= REQUEST_SIZE) {
        byte[] bytes = request.toByteArray();
        request.reset();
        request.writeBytes(Arrays.copyOfRange(bytes, REQUEST_SIZE, bytes.length));
        answer(HexFormat.of().formatHex(bytes, 0, REQUEST_SIZE));
      }
    }
    terminal.close();
  }

  private void answer(String request) {
    for (Reply.Arrival arrival : answers.apply(request).arrivals()) {
      arrival.fragment().ifPresent(bytes -> terminal.write(bytes.toBytes()));
    }
    answered.incrementAndGet();
  }

  /// The port goes away.
  @Override
  public void close() {
    closing = true;
    boolean over = false;
    while (!over) {
      try {
        over = thread.join(Guard.HANG);
      } catch (InterruptedException e) {
        // The test is about that of another thread.
      }
    }
  }
}
