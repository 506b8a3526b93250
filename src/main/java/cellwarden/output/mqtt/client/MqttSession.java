package cellwarden.output.mqtt.client;

import java.time.Duration;
import java.util.function.Consumer;

/// A connection to the broker. One thread opens and closes it, others may publish too.
public interface MqttSession extends AutoCloseable {

  /// Bounds each step of connecting, so that a broker that accepts and stays silent is given up.
  Duration STEP = Duration.ofSeconds(5);

  /// What the broker takes less of than is asked for.
  BrokerLimits limits();

  /// Publishes with QoS 1 and waits for the broker's acknowledgement; as far as the broker's limits
  /// let it.
  ///
  /// @throws MqttException if it did not come; the session is of no more use, unless the broker
  ///   refused the message
  void publish(Message message) throws MqttException, InterruptedException;

  /// Publishes likewise.
  ///
  /// @return false where the broker says that nobody listens there (MQTT 5)
  default boolean reaches(Message message) throws MqttException, InterruptedException {
    publish(message);
    return true;
  }

  /// Asks for what others publish on a topic. Waits for nothing: a broker that refuses it breaks
  /// nothing.
  ///
  /// @param topic may hold wildcards
  /// @param kept whether what the broker keeps there is wanted, too; in MQTT 3.1.1 it comes in any
  ///   case
  /// @param messages called from any thread; those that the broker kept are marked as retained
  default void listen(String topic, boolean kept, Consumer<Message> messages) {
    listen(topic, kept, messages, () -> {});
  }

  /// The same.
  ///
  /// @param answered called from any thread when the broker has answered, whatever it says, or the
  ///   connection broke
  void listen(String topic, boolean kept, Consumer<Message> messages, Runnable answered);

  /// The same, but waits until the broker has confirmed it, and for nothing that it keeps.
  ///
  /// @throws MqttException if it did not
  void awaitListening(String topic, Consumer<Message> messages)
      throws MqttException, InterruptedException;

  /// Whether the connection stands, as far as this side knows.
  boolean isConnected();

  /// Why the connection broke, with what kind of trouble that is.
  MqttException loss();

  /// Ends the connection. Where the protocol allows it (MQTT 5), the broker publishes the last will
  /// all the same, in case the farewell could not be sent. Never throws, never waits long.
  @Override
  void close();
}
