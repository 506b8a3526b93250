package cellwarden.output.mqtt.client;

import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import java.util.concurrent.TimeUnit;

/// The broker through the HiveMQ client: MQTT 5, or 3.1.1 where the broker does not speak 5.
public final class HiveMqBroker implements MqttBroker {

  /// Bounds each step of connecting, so that a broker that accepts and stays silent is given up.
  private static final long CONNECT_SECONDS = 5;

  private final MqttConfig config;
  private final Message lastWill;

  /// @param lastWill what the broker publishes when this program is gone without a farewell
  public HiveMqBroker(MqttConfig config, Message lastWill) {
    this.config = config;
    this.lastWill = lastWill;
  }

  /// Tries MQTT 5 first each time: what made it fail may have been a broker that was just being
  /// restarted or replaced.
  @Override
  public MqttSession connect(Runnable onLost) throws MqttException, InterruptedException {
    try {
      return connected(new Mqtt5Session(builder(), onLost));
    } catch (MqttException e) {
      if (e.kind() != MqttException.Kind.VERSION) {
        throw e;
      }
      return connected(new Mqtt3Session(builder(), onLost));
    }
  }

  private MqttSession connected(HiveMqSession session) throws MqttException, InterruptedException {
    session.connect(config, lastWill);
    return session;
  }

  private MqttClientBuilder builder() {
    MqttUrl url = config.url();
    MqttClientTransportConfigBuilder transport =
        MqttClientTransportConfig.builder()
            .serverHost(url.host())
            .serverPort(url.port())
            .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
    if (url instanceof MqttUrl.Remote remote && remote.tls()) {
      transport =
          transport
              .sslConfig()
              .handshakeTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
              .applySslConfig();
    }
    return MqttClient.builder()
        .identifier(config.clientId())
        .executorConfig(MqttClientExecutorConfig.builder().nettyThreads(1).build())
        .transportConfig(transport.build());
  }

  /// As the user wrote it, without user and password.
  @Override
  public String toString() {
    return config.url().toString();
  }
}
