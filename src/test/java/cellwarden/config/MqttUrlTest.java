package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.MqttUrl;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MqttUrlTest {
  @ParameterizedTest
  @CsvSource({
    "mqtt://127.0.0.1, mqtt://127.0.0.1:1883",
    "mqtt://broker.local:2883/, mqtt://broker.local:2883",
    "mqtts://broker, mqtts://broker:8883",
    "mqtt://[::1]:1884, mqtt://[::1]:1884",
    "mqtt://[fe80::1%wlan0]:1883, mqtt://[fe80::1%wlan0]:1883",
    "ws://broker, ws://broker:80",
    "ws://broker:9001/, ws://broker:9001/",
    "wss://broker/mqtt, wss://broker:443/mqtt",
    "wss://[::1]:8084/a/b%20c, wss://[::1]:8084/a/b%20c",
    "embedded:, embedded:1883",
    "embedded:1884, embedded:1884"
  })
  void textBecomesComplete(String text, String complete) throws ValueException {
    assertThat(ValueTypes.MQTT_URL.parse(text))
        .hasToString(complete)
        .isEqualTo(ValueTypes.MQTT_URL.parse(complete));
  }

  /// It may be a token.
  @Test
  void theQueryIsKeptButNotShown() throws ValueException {
    assertThat(ValueTypes.MQTT_URL.parse("wss://broker/mqtt?token=s3cret&a=%20"))
        .isEqualTo(new MqttUrl.Remote("broker", 443, true, Optional.of("/mqtt?token=s3cret&a=%20")))
        .hasToString("wss://broker:443/mqtt?...");
  }

  @Test
  void partsAreTyped() throws ValueException {
    assertThat(ValueTypes.MQTT_URL.parse("mqtts://[::1]"))
        .isEqualTo(new MqttUrl.Remote("::1", 8883, true));
    assertThat(ValueTypes.MQTT_URL.parse("embedded:"))
        .isEqualTo(new MqttUrl.Embedded(1883))
        .returns("127.0.0.1", MqttUrl::host);
  }
}
