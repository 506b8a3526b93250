package cellwarden.output.mqtt;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sink;
import cellwarden.config.MqttConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes to the broker from a thread of its own, and connects again for ever.
///
/// A broker that is away delays nobody: events only change the [Outbox]. When the very first
/// attempt is refused for its login, that is a mistake in the configuration and the owner is told;
/// a later refusal is only logged, since an unattended program must outlive a broker that is being
/// changed.
public final class MqttOutput implements Sink, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttOutput.class);

  /// A session this long shows that nothing ends each one as soon as it begins.
  private static final Duration LASTING = Duration.ofSeconds(30);

  private final MqttBroker broker;
  private final Topics topics;
  private final IntFunction<Duration> pauses;
  private final Consumer<String> onRefusedAtStart;
  private final Outbox outbox;

  private final Set<String> refusedTopics = new HashSet<>();

  private boolean stopping;
  private boolean everAccepted;
  private int failures;
  private MqttException.@Nullable Kind lastTrouble;

  /// The output that a configuration describes.
  ///
  /// @param pauses how long to wait after so many failed connects in a row
  /// @param onRefusedAtStart told, in one sentence, that the broker refused the login of the first
  ///   attempt
  public static MqttOutput of(
      MqttConfig config, IntFunction<Duration> pauses, Consumer<String> onRefusedAtStart) {
    Topics topics = new Topics(config.baseTopic());
    Message lastWill = Message.retained(topics.bridgeState(), Topics.OFFLINE);
    return new MqttOutput(new HiveMqBroker(config, lastWill), topics, pauses, onRefusedAtStart);
  }

  /// @param pauses how long to wait after so many failed connects in a row
  /// @param onRefusedAtStart told, in one sentence, that the broker refused the login of the first
  ///   attempt
  MqttOutput(
      MqttBroker broker,
      Topics topics,
      IntFunction<Duration> pauses,
      Consumer<String> onRefusedAtStart) {
    this.broker = broker;
    this.topics = topics;
    this.pauses = pauses;
    this.onRefusedAtStart = onRefusedAtStart;
    this.outbox = new Outbox(topics);
  }

  @Override
  public synchronized void accept(BatteryEvent event) {
    outbox.add(event);
    notifyAll();
  }

  /// Asks for a clean end: what waits is still published, then that the bridge is offline. An
  /// interrupt of the thread ends it without that.
  public synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      while (!isStopping()) {
        try (MqttSession session = broker.connect(this::wake)) {
          LOG.info("mqtt: connected to {}", broker);
          everAccepted = true;
          serve(session);
        } catch (MqttException e) {
          failures++;
          report(e);
          pause(pauses.apply(failures));
        } finally {
          endSession();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("mqtt: interrupted, ending without a farewell");
    }
  }

  /// Only a session that lasted ends a row of failures: two programs with the same client id throw
  /// each other out as soon as they have connected.
  private void serve(MqttSession session) throws MqttException, InterruptedException {
    long begun = System.nanoTime();
    try {
      publishAll(session);
    } finally {
      if (System.nanoTime() - begun > LASTING.toNanos()) {
        failures = 0;
      }
    }
  }

  private void publishAll(MqttSession session) throws MqttException, InterruptedException {
    beginSession();
    Optional<Message> next = awaitNext(session);
    while (next.isPresent()) {
      publish(session, next.get());
      acknowledged();
      next = awaitNext(session);
    }
    if (!session.isConnected()) {
      throw new MqttException(
          MqttException.Kind.AWAY, "the connection broke: " + session.lossReason(), null);
    }
    session.publish(Message.retained(topics.bridgeState(), Topics.OFFLINE));
  }

  /// A topic that this user may not publish to must not keep the others from being published.
  private void publish(MqttSession session, Message message)
      throws MqttException, InterruptedException {
    try {
      session.publish(message);
    } catch (MqttException e) {
      if (e.kind() != MqttException.Kind.MESSAGE_REFUSED) {
        throw e;
      }
      if (refusedTopics.add(message.topic())) {
        LOG.warn(
            "mqtt: broker {} does not take {} ({}); let this user publish there",
            broker,
            message.topic(),
            e.getMessage());
      }
    }
  }

  /// @return empty when the connection broke, or when this output stops and nothing waits any more
  private synchronized Optional<Message> awaitNext(MqttSession session)
      throws InterruptedException {
    while (session.isConnected() && outbox.next().isEmpty() && !stopping) {
      wait();
    }
    return session.isConnected() ? outbox.next() : Optional.empty();
  }

  private void report(MqttException e) {
    boolean firstAttempt = failures == 1 && !everAccepted;
    if (firstAttempt && e.kind() == MqttException.Kind.NOT_AUTHORIZED) {
      onRefusedAtStart.accept(
          "broker "
              + broker
              + " refused the login ("
              + e.getMessage()
              + "); check mqtt.username and mqtt.password or mqtt.password_file");
    } else if (failures == 1 || e.kind() != lastTrouble) {
      LOG.warn(
          "mqtt: broker {}: {}; reading and journalling go on, the connection is tried again until it stands",
          broker,
          e.getMessage());
    }
    lastTrouble = e.kind();
  }

  private synchronized void pause(Duration duration) throws InterruptedException {
    long deadline = System.nanoTime() + duration.toNanos();
    long left = duration.toMillis();
    while (!stopping && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized void beginSession() {
    outbox.beginSession();
  }

  private synchronized void endSession() {
    outbox.endSession();
  }

  private synchronized void acknowledged() {
    outbox.acknowledged();
  }
}
