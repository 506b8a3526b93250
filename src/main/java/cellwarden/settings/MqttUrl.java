package cellwarden.settings;

/// Which MQTT broker: `mqtt://host[:1883]`, `mqtts://host[:8883]` for TLS, or `embedded:[1883]` for
/// one inside the program.
public sealed interface MqttUrl {
  /// Host name or IP address, an IPv6 address without brackets.
  String host();

  /// TCP port, 1 to 65535.
  int port();

  /// Whether the connection is encrypted.
  default boolean isTls() {
    return this instanceof Remote remote && remote.tls();
  }

  /// A broker somewhere on the network.
  ///
  /// @param tls whether the connection is encrypted and the broker's certificate checked
  record Remote(String host, int port, boolean tls) implements MqttUrl {
    @Override
    public String toString() {
      String authority = host.contains(":") ? "[" + host + "]" : host;
      return (tls ? "mqtts://" : "mqtt://") + authority + ":" + port;
    }
  }

  /// A broker inside the program, which listens on the loopback interface only.
  record Embedded(int port) implements MqttUrl {
    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public String toString() {
      return "embedded:" + port;
    }
  }
}
