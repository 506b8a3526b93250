package cellwarden.output.mqtt.client;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker inside the program for those who have none: Moquette, on the loopback interface only,
/// with nothing kept over a restart. It opens no connection of its own.
///
/// No other class names Moquette, so that nothing of it is loaded where it is not wanted.
public final class EmbeddedBroker implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int LARGEST_MESSAGE = 1 << 16;

  /// Messages that wait to be taken in.
  private static final int MOST_WAITING = 256;

  /// Netty stays quiet for two seconds before it ends, which no subscriber needs.
  private static final Duration LONGEST_STOP = Duration.ofMillis(300);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /// A broker that had to be emptied gets so much time before the next time.
  private static final Duration BETWEEN_EMPTYINGS = Duration.ofMinutes(1);

  private final int port;
  private final MemoryGuard guard;
  private Server server = new Server();
  private @Nullable Thread emptying;
  private long emptiedAt;
  private boolean closed;

  private EmbeddedBroker(int port, MemoryGuard guard) {
    this.port = port;
    this.guard = guard;
  }

  /// Starts the broker.
  ///
  /// @param port 1 to 65535
  /// @throws IOException if it cannot listen there: one sentence that says what to do; nothing is
  ///   left running
  public static EmbeddedBroker start(int port) throws IOException {
    return start(port, MemoryGuard.ofProcess());
  }

  static EmbeddedBroker start(int port, MemoryGuard guard) throws IOException {
    EmbeddedBroker broker = new EmbeddedBroker(port, guard);
    try {
      broker.listen();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      String reason =
          e.getCause() instanceof BindException
              ? "port %d is taken, perhaps by a broker that could be used instead (mqtt://127.0.0.1:%<d)"
                  .formatted(port)
              : e.getMessage();
      throw new IOException(
          "the broker inside the program cannot start: %s; set mqtt.url to another port such as embedded:%d"
              .formatted(reason, port + 1),
          e);
    }
  }

  private synchronized void listen() throws IOException {
    if (!closed) {
      server.startServer(
          new MemoryConfig(settings(port)), List.of(), () -> null, null, new WhileThereIsRoom());
    }
  }

  /// Everybody may publish everything while there is memory for it. Asked for each message.
  private final class WhileThereIsRoom implements IAuthorizatorPolicy {
    @Override
    public boolean canWrite(Topic topic, @Nullable String user, @Nullable String client) {
      boolean scarce = guard.isScarce();
      if (scarce) {
        emptySoon();
      }
      return !scarce;
    }

    @Override
    public boolean canRead(Topic topic, @Nullable String user, @Nullable String client) {
      return true;
    }
  }

  /// What clients left here, retained or for subscribers that are away, would take what reading
  /// needs; the broker keeps all or nothing.
  private synchronized void emptySoon() {
    long now = System.nanoTime();
    boolean lately = emptying != null && now - emptiedAt < BETWEEN_EMPTYINGS.toNanos();
    if (!lately && !closed) {
      emptiedAt = now;
      LOG.warn(
          "mqtt: what clients leave with the broker inside the program needs more memory than there is, so it forgets all of it and begins again; a broker of its own, such as Mosquitto, can keep more");
      emptying = Thread.ofPlatform().name("broker-empty").daemon().start(this::empty);
    }
  }

  private void empty() {
    Server full;
    synchronized (this) {
      full = server;
    }
    full.stopServer();
    try {
      synchronized (this) {
        server = new Server();
      }
      listen();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "mqtt: the broker inside the program cannot listen on port {} again ({}); restart Cellwarden once that port is free",
          port,
          e.getMessage());
    }
  }

  /// Stops listening; never takes long.
  @Override
  public void close() {
    Server last;
    synchronized (this) {
      closed = true;
      last = server;
    }
    Thread stopper = Thread.ofPlatform().name("broker-stop").daemon().start(last::stopServer);
    try {
      boolean ended = stopper.join(LONGEST_STOP);
      if (!ended) {
        LOG.debug("the broker inside the program is still in its quiet period");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Properties settings(int port) {
    Properties settings = new Properties();
    settings.setProperty("host", LOOPBACK);
    settings.setProperty("port", Integer.toString(port));
    settings.setProperty("allow_anonymous", "true");
    settings.setProperty("allow_zero_byte_client_id", "true");
    settings.setProperty("persistence_enabled", "false");
    settings.setProperty("telemetry_enabled", "false");
    settings.setProperty("immediate_buffer_flush", "true");
    settings.setProperty("session_queue_size", Integer.toString(MOST_WAITING));
    settings.setProperty("netty.mqtt.message_size", Integer.toString(LARGEST_MESSAGE));
    return settings;
  }
}
