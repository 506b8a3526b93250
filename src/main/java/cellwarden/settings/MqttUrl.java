package cellwarden.settings;

import java.util.Optional;

/// Which MQTT broker: `mqtt://host[:1883]`, `mqtts://host[:8883]` for TLS, `ws://host[:80]/path`
/// and `wss://host[:443]/path` over WebSockets, or `embedded:[1883]` for one inside the program.
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
  /// @param webSocket path and query of a WebSocket, as they are written, perhaps empty; else the
  ///   connection is plain TCP
  record Remote(String host, int port, boolean tls, Optional<String> webSocket) implements MqttUrl {

    /// Over TCP.
    public Remote(String host, int port, boolean tls) {
      this(host, port, tls, Optional.empty());
    }

    /// Without what the query says, which may be a secret.
    @Override
    public String toString() {
      String authority = host.contains(":") ? "[" + host + "]" : host;
      String scheme = (webSocket.isPresent() ? "ws" : "mqtt") + (tls ? "s://" : "://");
      return scheme + authority + ":" + port + webSocket.orElse("").replaceFirst("\\?.*", "?...");
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
