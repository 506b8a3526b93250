package cellwarden.output.mqtt.client;

/// A connection to the broker. One thread opens and closes it, a second one may publish too.
public interface MqttSession extends AutoCloseable {

  /// Publishes with QoS 1 and waits for the broker's acknowledgement.
  ///
  /// @throws MqttException if it did not come; the session is of no more use, unless the broker
  ///   refused the message
  void publish(Message message) throws MqttException, InterruptedException;

  /// Whether the connection stands, as far as this side knows.
  boolean isConnected();

  /// Why the connection broke, for the middle of a sentence.
  String lossReason();

  /// Ends the connection. Where the protocol allows it (MQTT 5), the broker publishes the last will
  /// all the same, in case the farewell could not be sent. Never throws, never waits long.
  @Override
  void close();
}
