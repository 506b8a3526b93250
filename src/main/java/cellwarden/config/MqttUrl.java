package cellwarden.config;

import java.util.regex.Matcher;

/// Which MQTT broker: `mqtt://host[:1883]`, `mqtts://host[:8883]` for TLS, or `embedded:[1883]` for
/// one inside the program.
public sealed interface MqttUrl {
  /// Host name or IP address, an IPv6 address without brackets.
  String host();

  /// TCP port, 1 to 65535.
  int port();

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

  /// Reads the text form. The message of a failure never quotes the text, for it may hold a
  /// password.
  static MqttUrl parse(String text) throws ValueException {
    if (text.contains("@")) {
      throw new ValueException(
          "a user does not belong into the URL; use the keys username and password");
    }
    Matcher form = MqttUrlForm.PATTERN.matcher(text);
    if (!form.matches()) {
      throw new ValueException("expected " + MqttUrlForm.EXPECTED + ", found something else");
    }
    String scheme = form.group("scheme");
    if (scheme == null) {
      return new Embedded(MqttUrlForm.port(form.group("own"), 1883));
    }
    boolean tls = scheme.equals("mqtts");
    String name = form.group("name");
    return new Remote(
        name == null ? form.group("ip6") : name,
        MqttUrlForm.port(form.group("port"), tls ? 8883 : 1883),
        tls);
  }
}
