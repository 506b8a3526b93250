package cellwarden.output.mqtt;

import cellwarden.battery.EncodedEvent;
import cellwarden.battery.SampleLog;
import cellwarden.output.Output;
import cellwarden.output.delivery.Backfill;
import cellwarden.output.delivery.BackfillSettings;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.delivery.DeliveryFile;
import cellwarden.output.delivery.Destination;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.settings.MqttConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes to the broker, and connects again for ever.
///
/// A broker that is away or refuses delays nobody: events only change the [PublishQueue]. Also the
/// login that is refused at the very first attempt is only logged and tried again: the broker may
/// not have read its users yet, and readings go to the journal meanwhile. What the broker missed is
/// the [Backfill]'s.
public final class MqttOutput implements Output {

  private static final Logger LOG = LoggerFactory.getLogger(MqttOutput.class);

  private static final String NAME = "mqtt";

  /// A session this long shows that nothing ends each one as soon as it begins.
  private static final Duration LASTING = Duration.ofSeconds(30);

  private static final String CHECK_LOGIN =
      "check mqtt.username and mqtt.password or mqtt.password_file";

  private final MqttBroker broker;
  private final Topics topics;
  private final Delivery delivery;
  private final PublishQueue queue;
  private final Optional<Backfill> backfill;
  private final IntFunction<Duration> pauses;

  private final Set<String> refusedTopics = new HashSet<>();
  private int failures;
  private MqttException.@Nullable Kind lastTrouble;

  /// The output that a configuration describes. Makes or reads the file that keeps what is to be
  /// delivered, so the journal's numbers from now on are this output's to deliver.
  ///
  /// @param journal to deliver from what the broker missed
  /// @param state file that keeps what that is
  /// @param pauses how long to wait after so many failed connects in a row
  public static MqttOutput of(
      MqttConfig config, SampleLog journal, Path state, IntFunction<Duration> pauses) {
    Topics topics = new Topics(config.baseTopic());
    MqttBroker broker = new HiveMqBroker(config, topics.bridge(Topics.OFFLINE));
    DeliveryFile file = new DeliveryFile(state, words(topics));
    if (!config.backfill()) {
      file.delete();
      return new MqttOutput(broker, topics, Delivery.withoutBackfill(), Optional.empty(), pauses);
    }
    BackfillSettings settings = BackfillSettings.with(config.maxAge());
    Delivery delivery = Delivery.of(journal, file, settings);
    Backfill backfill =
        new Backfill(words(topics), journal, delivery, settings, InstantSource.system());
    return new MqttOutput(broker, topics, delivery, Optional.of(backfill), pauses);
  }

  /// @param backfill empty where what was missed is not to be delivered
  /// @param pauses how long to wait after so many failed connects in a row
  MqttOutput(
      MqttBroker broker,
      Topics topics,
      Delivery delivery,
      Optional<Backfill> backfill,
      IntFunction<Duration> pauses) {
    this.broker = broker;
    this.topics = topics;
    this.delivery = delivery;
    this.queue = new PublishQueue(topics, delivery);
    this.backfill = backfill;
    this.pauses = pauses;
  }

  static Destination.Words words(Topics topics) {
    return new Destination.Words(
        NAME, "the broker", topics::history, "let this user publish there");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void accept(EncodedEvent event) {
    queue.add(event);
  }

  @Override
  public long neededFrom() {
    return backfill.isPresent() ? delivery.neededFrom() : Long.MAX_VALUE;
  }

  /// What waits is still published, then that the bridge is offline.
  @Override
  public void stop() {
    queue.stop();
  }

  @Override
  public void run() throws InterruptedException {
    try {
      while (!queue.isStopping()) {
        try (MqttSession session = broker.connect(queue::wake)) {
          LOG.info("mqtt: connected to {}", broker);
          serve(session);
        } catch (MqttException e) {
          failures++;
          report(e);
          delivery.saveWhenDue();
          queue.awaitStop(pauses.apply(failures));
        }
      }
    } finally {
      delivery.save();
    }
  }

  /// Only a session that lasted ends a row of failures: two programs with the same client id throw
  /// each other out as soon as they have connected.
  private void serve(MqttSession session) throws MqttException, InterruptedException {
    long begun = System.nanoTime();
    try {
      queue.beginSession();
      publishAll(session);
    } finally {
      backfill.ifPresent(Backfill::end);
      queue.endSession();
      delivery.save();
      if (System.nanoTime() - begun > LASTING.toNanos()) {
        failures = 0;
      }
    }
  }

  private void publishAll(MqttSession session) throws MqttException, InterruptedException {
    // That the bridge is there comes before anything else.
    boolean more = publishNext(session);
    backfill.ifPresent(
        history -> history.begin((battery, json) -> publishHistory(session, battery, json)));
    while (more) {
      more = publishNext(session);
    }
    if (!session.isConnected()) {
      throw new MqttException(
          MqttException.Kind.AWAY, "the connection broke: " + session.lossReason(), null);
    }
    backfill.ifPresent(Backfill::end);
    session.publish(topics.bridge(Topics.OFFLINE));
  }

  /// Waits for the next message and publishes it.
  ///
  /// @return false when the connection broke, or when this output stops and nothing waits any more
  private boolean publishNext(MqttSession session) throws MqttException, InterruptedException {
    Optional<PublishQueue.Entry> next = queue.awaitNext(session);
    if (next.isPresent()) {
      queue.done(next.get(), publish(session, next.get().message()));
    }
    return next.isPresent();
  }

  /// A topic that this user may not publish to must not keep the others from being published.
  ///
  /// @return whether the broker took it
  private boolean publish(MqttSession session, Message message)
      throws MqttException, InterruptedException {
    try {
      session.publish(message);
      return true;
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
      return false;
    }
  }

  /// The destination of what was missed, while this session lasts.
  private boolean publishHistory(MqttSession session, String battery, byte[] json)
      throws Destination.RefusedException, InterruptedException {
    try {
      session.publish(Message.passing(topics.history(battery), json));
      return true;
    } catch (MqttException e) {
      if (e.kind() == MqttException.Kind.MESSAGE_REFUSED) {
        throw new Destination.RefusedException(String.valueOf(e.getMessage()), e);
      }
      return false;
    }
  }

  private void report(MqttException e) {
    if (failures == 1 || e.kind() != lastTrouble) {
      LOG.warn(
          "mqtt: broker {}{}; reading and journalling go on, the connection is tried again until it stands",
          broker,
          words(e));
    }
    lastTrouble = e.kind();
  }

  /// What the broker did, and what to do about it.
  private String words(MqttException e) {
    return switch (e.kind()) {
      case LOGIN_REFUSED -> " refused the login (" + e.getMessage() + "); " + CHECK_LOGIN;
      case NOT_AUTHORIZED ->
          " refused the connection ("
              + e.getMessage()
              + "); "
              + CHECK_LOGIN
              + ", and let this user publish to "
              + topics.bridgeState()
              + ", the topic of the last will";
      case AWAY, MESSAGE_REFUSED, VERSION -> ": " + e.getMessage();
    };
  }
}
