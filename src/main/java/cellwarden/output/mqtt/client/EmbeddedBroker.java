package cellwarden.output.mqtt.client;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker inside the program for those who have none: Moquette, on the loopback interface only,
/// with nothing kept over a restart. It opens no connection of its own.
///
/// No other class names Moquette, so that nothing of it is loaded where it is not wanted.
public final class EmbeddedBroker implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int LARGEST_MESSAGE = 1 << 16;

  /// Netty stays quiet for two seconds before it ends, which no subscriber needs.
  private static final Duration LONGEST_STOP = Duration.ofMillis(300);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final Server server;

  private EmbeddedBroker(Server server) {
    this.server = server;
  }

  /// Starts the broker.
  ///
  /// @param port 1 to 65535
  /// @throws IOException if it cannot listen there: one sentence that says what to do; nothing is
  ///   left running
  public static EmbeddedBroker start(int port) throws IOException {
    Server server = new Server();
    EmbeddedBroker broker = new EmbeddedBroker(server);
    try {
      server.startServer(new MemoryConfig(settings(port)), List.of(), () -> null, null, null);
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

  /// Stops listening; never takes long.
  @Override
  public void close() {
    Thread stopper = Thread.ofPlatform().name("broker-stop").daemon().start(server::stopServer);
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
    settings.setProperty("netty.mqtt.message_size", Integer.toString(LARGEST_MESSAGE));
    return settings;
  }
}
