package cellwarden.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the text of a [MqttUrl] is made.
final class MqttUrlForm {
  static final String EXPECTED = "an MQTT URL, mqtt://host:1883, mqtts://host:8883 or embedded:";
  static final Pattern PATTERN =
      Pattern.compile(
          "(?<scheme>mqtts?)://(?:(?<name>[A-Za-z0-9._-]+)|\\[(?<ip6>[0-9A-Fa-f:.]+)])"
              + "(?::(?<port>[0-9]{1,5}))?/?"
              + "|embedded:(?<own>[0-9]{1,5})?");

  private MqttUrlForm() {}

  static int port(@Nullable String text, int standard) throws ValueException {
    int port = text == null ? standard : Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new ValueException("the port " + port + " is not from 1 to 65535");
    }
    return port;
  }
}
