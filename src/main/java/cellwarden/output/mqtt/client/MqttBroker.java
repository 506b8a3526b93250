package cellwarden.output.mqtt.client;

/// Opens sessions with the broker.
public interface MqttBroker {

  /// Opens a session.
  ///
  /// @param onLost called once, from any thread, when the connection of this session has broken
  /// @throws MqttException if there is no session; nothing is left open
  MqttSession connect(Runnable onLost) throws MqttException, InterruptedException;

  /// What the broker knows this program by.
  String clientId();
}
