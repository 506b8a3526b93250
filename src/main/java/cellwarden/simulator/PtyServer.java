package cellwarden.simulator;

import cellwarden.transport.tty.PseudoTerminal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a BMS on a pseudo-terminal, which serial programs open one after another.
///
/// Where the BMS hangs up the port goes away, and comes again as another one: so does an adapter
/// that is unplugged and plugged in again.
public final class PtyServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PtyServer.class);

  /// Nothing announces that a program opens the port.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  private final ServedBms bms;
  private final Optional<Path> link;
  private final Consumer<Path> listening;
  private final Thread thread;
  private PseudoTerminal terminal;
  private volatile boolean closing;

  private PtyServer(
      ServedBms bms, Optional<Path> link, Consumer<Path> listening, PseudoTerminal terminal) {
    this.bms = bms;
    this.link = link;
    this.listening = listening;
    this.terminal = terminal;
    this.thread = Thread.ofPlatform().name("simulator-pty").daemon().unstarted(this::serve);
  }

  /// Opens a port and serves it.
  ///
  /// @param link a symbolic link to the port, made here and kept right; whatever else is there
  ///   stays, and is an error
  /// @param listening takes the path that programs open: at once, and whenever it becomes another
  /// @throws FileAlreadyExistsException if there is something else where the link should be
  /// @throws IOException if the system has no more ports, or there can be no link
  public static PtyServer listen(ServedBms bms, Optional<Path> link, Consumer<Path> listening)
      throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open();
    PtyServer server = new PtyServer(bms, link, listening, terminal);
    try {
      server.announce();
    } catch (IOException e) {
      terminal.close();
      throw e;
    }
    server.thread.start();
    return server;
  }

  private void announce() throws IOException {
    if (link.isEmpty()) {
      listening.accept(terminal.path());
      return;
    }
    boolean first = !thread.isAlive();
    if (Files.isSymbolicLink(link.get())) {
      Files.delete(link.get());
    }
    Files.createSymbolicLink(link.get(), terminal.path());
    if (first) {
      listening.accept(link.get());
    }
  }

  private void serve() {
    try {
      while (!closing) {
        serveUntilHangUp();
        terminal.close();
        if (!closing) {
          terminal = PseudoTerminal.open();
          announce();
        }
      }
      if (link.isPresent()) {
        Files.deleteIfExists(link.get());
      }
    } catch (IOException | InterruptedException e) {
      LOG.error("the simulator stopped: {}", e.getMessage());
    } finally {
      terminal.close();
    }
  }

  private void serveUntilHangUp() throws IOException, InterruptedException {
    WireQueue queue = new WireQueue();
    boolean held = false;
    boolean open = true;
    while (open && !closing) {
      byte[] request = terminal.read(untilNext(queue));
      if (request.length > 0 || terminal.isHeld()) {
        if (!held) {
          held = true;
          bms.connected();
        }
        queue.add(bms.receive(request), System.nanoTime());
        open = queue.deliver(fragment -> terminal.write(fragment));
      } else {
        if (held) {
          held = false;
          queue = new WireQueue();
          terminal.reset();
        }
        Thread.sleep(LOOK_AGAIN);
      }
    }
  }

  private static Duration untilNext(WireQueue queue) {
    return queue
        .untilNext(System.nanoTime())
        .filter(next -> next.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  /// Ends the conversation; the port is gone when it returns.
  @Override
  public void close() {
    closing = true;
    SimulatorServer.awaitEnd(thread);
  }
}
