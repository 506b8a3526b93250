package cellwarden.output.mqtt.client;

import cellwarden.net.HostAddresses;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import io.reactivex.schedulers.Schedulers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/// The broker through the HiveMQ client: MQTT 5, or 3.1.1 where the broker does not speak 5.
public final class HiveMqBroker implements MqttBroker {

  /// Trouble at one address of the host that another may not have.
  private static final Set<MqttException.Kind> NO_ANSWER =
      EnumSet.of(
          MqttException.Kind.AWAY, MqttException.Kind.ENCRYPTION, MqttException.Kind.NO_BROKER);

  private final MqttConfig config;
  private final String clientId;
  private final Optional<Message> lastWill;
  private final HostAddresses host;

  /// @param installation a file that only this installation has, from which the client id comes
  ///   where the configuration gives none
  /// @param lastWill what the broker publishes when this program is gone without a farewell
  public HiveMqBroker(MqttConfig config, Path installation, Message lastWill) {
    this(config, installation, lastWill, new HostAddresses(config.url().host()));
  }

  HiveMqBroker(MqttConfig config, Path installation, Message lastWill, HostAddresses host) {
    this(config, ClientId.of(config, installation), Optional.of(lastWill), host);
  }

  private HiveMqBroker(
      MqttConfig config, String clientId, Optional<Message> lastWill, HostAddresses host) {
    this.config = config;
    this.clientId = clientId;
    this.lastWill = lastWill;
    this.host = host;
  }

  /// The same broker for a member of a group, who leaves no last will.
  ///
  /// @param installation a file that only this installation has
  public static HiveMqBroker ofGroup(MqttConfig config, Path installation) {
    return visited(config, ClientId.of(config, installation));
  }

  /// The same broker for somebody who comes and goes, and leaves no last will.
  public static HiveMqBroker visited(MqttConfig config, String clientId) {
    return new HiveMqBroker(
        config, clientId, Optional.empty(), new HostAddresses(config.url().host()));
  }

  /// Looks at the files for TLS, as each connect does.
  ///
  /// @throws MqttException if one cannot be used; its message is a sentence of its own
  public static void checkFiles(MqttConfig config) throws MqttException {
    PemFiles files = new PemFiles(config.tls());
    Optional<TrustManagerFactory> _ = files.authorities();
    Optional<KeyManagerFactory> _ = files.identity();
  }

  @Override
  public String clientId() {
    return clientId;
  }

  /// Tries each address of the host until a broker answers, be it with a refusal.
  @Override
  public MqttSession connect(Runnable onLost) throws MqttException, InterruptedException {
    return connect((place, tls) -> connect(place, tls, onLost));
  }

  /// Opens a session as a member of a group. It has subscribed when this returns.
  ///
  /// @param onLost called once, from any thread, when the connection of this session has broken
  /// @throws MqttException if there is no session; nothing is left open
  public MqttSession join(GroupMembership member, Runnable onLost)
      throws MqttException, InterruptedException {
    return connect((place, tls) -> {
      Mqtt5Session session =
          new Mqtt5Session(builder(place, tls), config, onLost, Optional.of(member));
      session.connect(lastWill, BrokerLimits.NONE);
      try {
        session.await(session.join(member.topics()));
      } catch (MqttException | InterruptedException e) {
        session.close();
        throw e;
      }
      return session;
    });
  }

  /// Opens a session at one address.
  @FunctionalInterface
  private interface Opener {
    MqttSession open(InetAddress place, Optional<MqttClientSslConfig> tls)
        throws MqttException, InterruptedException;
  }

  private MqttSession connect(Opener opener) throws MqttException, InterruptedException {
    Optional<MqttClientSslConfig> tls = tls();
    List<InetAddress> places = places();
    HostAddresses.Problems problems = new HostAddresses.Problems();
    for (int i = 0; ; i++) {
      try {
        return opener.open(places.get(i), tls);
      } catch (MqttException e) {
        String problem = String.valueOf(e.getMessage());
        problems.add(places.get(i), problem);
        boolean answered = !NO_ANSWER.contains(e.kind());
        if (answered || i == places.size() - 1) {
          throw new MqttException(e.kind(), answered ? problem : problems.toString(), e);
        }
      }
    }
  }

  private List<InetAddress> places() throws MqttException, InterruptedException {
    try {
      return host.find(MqttSession.STEP);
    } catch (UnknownHostException | TimeoutException e) {
      throw new MqttException(MqttException.Kind.AWAY, String.valueOf(e.getMessage()), e);
    }
  }

  /// Asks for everything in MQTT 5 first each time: what made it fail may have been a broker that
  /// was just being restarted or replaced.
  private MqttSession connect(InetAddress place, Optional<MqttClientSslConfig> tls, Runnable onLost)
      throws MqttException, InterruptedException {
    BrokerLimits will = BrokerLimits.NONE;
    while (true) {
      try {
        return connected(new Mqtt5Session(builder(place, tls), config, onLost), will);
      } catch (MqttException e) {
        if (e.kind() == MqttException.Kind.VERSION) {
          return connected(new Mqtt3Session(builder(place, tls), config, onLost), will);
        } else if (e.kind() == MqttException.Kind.NOT_RETAINED && will.retains()) {
          will = will.withoutRetained();
        } else if (e.kind() == MqttException.Kind.NOT_ACKNOWLEDGED && will.acknowledges()) {
          will = will.withoutAcknowledgement();
        } else {
          throw e;
        }
      }
    }
  }

  private MqttSession connected(HiveMqSession session, BrokerLimits will)
      throws MqttException, InterruptedException {
    session.connect(lastWill, will);
    return session;
  }

  /// The broker's certificate is always checked, and that it is for the host in the URL. The files
  /// are read each time: certificates are renewed.
  private Optional<MqttClientSslConfig> tls() throws MqttException {
    if (!config.url().isTls()) {
      return Optional.empty();
    }
    PemFiles files = new PemFiles(config.tls());
    return Optional.of(
        MqttClientSslConfig.builder()
            .trustManagerFactory(files.authorities().orElse(null))
            .keyManagerFactory(files.identity().orElse(null))
            .handshakeTimeout(MqttSession.STEP.toSeconds(), TimeUnit.SECONDS)
            .build());
  }

  private MqttClientBuilder builder(InetAddress place, Optional<MqttClientSslConfig> tls) {
    // The address has the name of the host with it, which the certificate is checked for.
    MqttClientTransportConfigBuilder transport =
        MqttClientTransportConfig.builder()
            .serverAddress(new InetSocketAddress(place, config.url().port()))
            .socketConnectTimeout(MqttSession.STEP.toSeconds(), TimeUnit.SECONDS)
            .mqttConnectTimeout(MqttSession.STEP.toSeconds(), TimeUnit.SECONDS)
            .sslConfig(tls.orElse(null));
    if (config.url() instanceof MqttUrl.Remote remote && remote.webSocket().isPresent()) {
      // The library writes what it is given as a URL once more, without the first slash.
      URI page = URI.create("ws://host" + remote.webSocket().get());
      transport =
          transport
              .webSocketConfig()
              .serverPath(Objects.toString(page.getPath(), "").replaceFirst("^/", ""))
              .queryString(Objects.toString(page.getQuery(), ""))
              .handshakeTimeout(MqttSession.STEP.toSeconds(), TimeUnit.SECONDS)
              .applyWebSocketConfig();
    }
    return MqttClient.builder()
        .identifier(clientId)
        // By one thread, so that messages of several subscriptions keep their order, too.
        .executorConfig(
            MqttClientExecutorConfig.builder()
                .nettyThreads(1)
                .applicationScheduler(Schedulers.single())
                .build())
        .transportConfig(transport.build());
  }

  /// As the user wrote it, without user and password.
  @Override
  public String toString() {
    return config.url().toString();
  }
}
