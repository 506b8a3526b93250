package cellwarden.output.mqtt;

import cellwarden.battery.EncodedEvent;
import cellwarden.battery.SampleLog;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Output;
import cellwarden.output.delivery.Backfill;
import cellwarden.output.delivery.BackfillSettings;
import cellwarden.output.delivery.Delivery;
import cellwarden.output.delivery.DeliveryFile;
import cellwarden.output.delivery.Destination;
import cellwarden.output.mqtt.bridge.Bridge;
import cellwarden.output.mqtt.bridge.Replay;
import cellwarden.output.mqtt.bridge.Requests;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import cellwarden.settings.MqttConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
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

  /// A session in which something was acknowledged, and that lasted so long, ends a row of
  /// failures: the link to the broker works, however often it drops.
  private static final Duration LASTING = Duration.ofSeconds(5);

  /// Sessions in a row that the broker ended so soon are most often taken over: two programs with
  /// one client id throw each other out, each after its pause.
  private static final Duration SHORT = Duration.ofSeconds(20);

  private static final int SUSPICIOUS = 4;

  /// More than it takes from one turn to the next: to connect, to wait between two connects, to
  /// publish a message, or for the bridge's health to be due.
  private static final Duration LONGEST_TURN = Duration.ofMinutes(15);

  private final MqttBroker broker;
  private final SamplePayloads payloads;
  private final Topics topics;
  private final HomeAssistant discovery;
  private final Delivery delivery;
  private final PublishQueue queue;
  private final Optional<Backfill> backfill;
  private final Bridge bridge;
  private final Replay replay;
  private final Requests requests;
  private final IntFunction<Duration> pauses;
  private final LongSupplier nanos;

  private final RefusedTopics refused;

  /// When the last turn began, on the monotonic clock.
  private volatile long turned;

  private int failures;
  private int shortSessions;
  private boolean acknowledged;
  private boolean saidShort;
  private volatile boolean saidShared;
  private MqttException.@Nullable Kind lastTrouble;
  private List<String> saidLimits = List.of();

  /// The output that a configuration describes. Makes or reads the file that keeps what is to be
  /// delivered, so the journal's numbers from now on are this output's to deliver.
  ///
  /// @param announce makes what tells Home Assistant of the batteries
  /// @param facts what the bridge says of itself
  /// @param journal to deliver from what the broker missed, and what is asked for again
  /// @param state file that keeps what that is
  /// @param pauses how long to wait after so many failed connects in a row
  /// @param link what lies between this output and the broker
  public static MqttOutput of(
      MqttConfig config,
      Function<HomeAssistant.Names, HomeAssistant> announce,
      BridgeFacts facts,
      SampleLog journal,
      Path state,
      IntFunction<Duration> pauses,
      UnaryOperator<MqttBroker> link) {
    Topics topics = new Topics(config.root());
    HomeAssistant discovery = announce.apply(topics);
    SamplePayloads payloads =
        new SamplePayloads(topics, config.invertCurrent(), config.attributes(), journal::name);
    // Before the first sample is in it.
    Optional<String> _ = journal.name();
    MqttBroker broker = link.apply(new HiveMqBroker(config, state, topics.bridge(Topics.OFFLINE)));
    DeliveryFile file = new DeliveryFile(state, words(topics));
    Delivery delivery = Delivery.withoutBackfill();
    Optional<Backfill> backfill = Optional.empty();
    if (config.backfill()) {
      BackfillSettings settings = BackfillSettings.with(config.maxAge());
      delivery = Delivery.of(journal, file, settings);
      backfill =
          Optional.of(
              new Backfill(words(topics), journal, delivery, settings, InstantSource.system()));
    } else {
      file.delete();
    }
    return new MqttOutput(
        broker, payloads, discovery, facts, journal, delivery, backfill, pauses, System::nanoTime);
  }

  /// @param backfill empty where what was missed is not to be delivered
  /// @param pauses how long to wait after so many failed connects in a row
  /// @param nanos the monotonic clock
  MqttOutput(
      MqttBroker broker,
      SamplePayloads payloads,
      HomeAssistant discovery,
      BridgeFacts facts,
      SampleLog journal,
      Delivery delivery,
      Optional<Backfill> backfill,
      IntFunction<Duration> pauses,
      LongSupplier nanos) {
    this.broker = broker;
    this.payloads = payloads;
    this.topics = payloads.topics();
    this.delivery = delivery;
    this.discovery = discovery;
    this.bridge = new Bridge(topics.base(), facts, InstantSource.system(), nanos);
    this.queue = new PublishQueue(payloads, delivery, discovery, bridge);
    this.backfill = backfill;
    this.pauses = pauses;
    this.nanos = nanos;
    this.turned = nanos.getAsLong();
    this.refused = new RefusedTopics(broker::toString, discovery, nanos);
    this.replay =
        new Replay(
            journal,
            facts.names(),
            BackfillSettings.with(Optional.empty()).gap(),
            () -> !queue.isEmpty());
    this.requests =
        new Requests(
            topics.base(),
            facts,
            bridge,
            replay,
            queue::health,
            queue::answer,
            InstantSource.system(),
            nanos,
            CompletableFuture.delayedExecutor(
                Requests.LONGEST_READ.toMillis(), TimeUnit.MILLISECONDS));
  }

  static Destination.Words words(Topics topics) {
    return new Destination.Words(
        NAME,
        "the broker",
        topics::history,
        "check the rights of this user and the limits of the broker");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void accept(EncodedEvent event) {
    queue.add(event);
    requests.accept(event);
  }

  @Override
  public long neededFrom() {
    return backfill.isPresent() ? delivery.neededFrom() : Long.MAX_VALUE;
  }

  @Override
  public boolean isStuck() {
    return nanos.getAsLong() - turned > LONGEST_TURN.toNanos();
  }

  @Override
  public Optional<String> status() {
    Bridge.Link link = link();
    String missed =
        link.missed() == 0
            ? ""
            : ", %d %s in the journal"
                .formatted(link.missed(), link.missed() == 1 ? "sample waits" : "samples wait");
    return Optional.of("broker " + (link.connected() ? "connected" : "unreachable") + missed);
  }

  /// How the session with the broker does.
  public Bridge.Link link() {
    return queue.link();
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
        turned = nanos.getAsLong();
        try (MqttSession session = broker.connect(queue::wake)) {
          LOG.info("mqtt: connected to {}", broker);
          sayLimits(session);
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

  private void sayLimits(MqttSession session) {
    List<String> limits = session.limits().words();
    if (!limits.equals(saidLimits) && !limits.isEmpty()) {
      LOG.warn(
          "mqtt: broker {} takes messages with less than is asked for: it {}",
          broker,
          String.join("; it ", limits));
    }
    saidLimits = limits;
  }

  private void serve(MqttSession session) throws MqttException, InterruptedException {
    long begun = nanos.getAsLong();
    acknowledged = false;
    MqttException.@Nullable Kind end = null;
    try {
      queue.beginSession();
      publishAll(session);
    } catch (MqttException e) {
      end = e.kind();
      throw e;
    } finally {
      backfill.ifPresent(Backfill::end);
      replay.end();
      queue.endSession();
      delivery.save();
      judge(end, !session.isConnected(), Duration.ofNanos(nanos.getAsLong() - begun));
    }
  }

  /// What a session that has ended says about the next ones.
  ///
  /// @param isLost whether its connection is gone, and not only an answer missing
  private void judge(MqttException.@Nullable Kind end, boolean isLost, Duration lasted) {
    boolean takenOver = end == MqttException.Kind.TAKEN_OVER;
    if (acknowledged && !takenOver && lasted.compareTo(LASTING) >= 0) {
      failures = 0;
    }
    if (takenOver || (isLost && lasted.compareTo(SHORT) < 0)) {
      shortSessions++;
    } else {
      shortSessions = 0;
      saidShort = false;
    }
  }

  private void publishAll(MqttSession session) throws MqttException, InterruptedException {
    // That the bridge is there comes before anything else.
    boolean more = publishNext(session);
    session.listen(topics.bridgeState(), false, message -> heardState(message.payload()));
    // Some brokers break the connection where a subscription is not allowed.
    if (shortSessions < SUSPICIOUS) {
      session.listen(bridge.infoTopic(), true, queue::heardBridge);
      session.listen(requests.topics(), false, requests::take);
      listenToHomeAssistant(session);
    } else {
      queue.announce();
    }
    replay.begin((battery, json) -> isReplayed(session, battery, json));
    backfill.ifPresent(
        history -> history.begin((battery, json) -> publishHistory(session, battery, json)));
    while (more) {
      more = publishNext(session);
    }
    if (!session.isConnected()) {
      MqttException loss = session.loss();
      throw new MqttException(loss.kind(), "the connection broke: " + loss.getMessage(), loss);
    }
    backfill.ifPresent(Backfill::end);
    session.publish(topics.bridge(Topics.OFFLINE));
  }

  private void listenToHomeAssistant(MqttSession session) {
    discovery.heardTopics().forEach(topic -> session.listen(topic, true, queue::heardDiscovery));
    // What stands there came before the answer to what is asked for after it.
    session.listen(
        discovery.statusTopic(),
        false,
        status -> {
          if (Arrays.equals(status.payload(), Topics.ONLINE)) {
            queue.repeat();
          }
        },
        queue::announce);
  }

  /// Two installations with one base topic share the topic of the bridge's state. It says that one
  /// of them is there: who goes must not speak for the other.
  private void heardState(byte[] state) {
    if (!Arrays.equals(state, Topics.OFFLINE)) {
      return;
    }
    queue.contradictOffline();
    if (!saidShared && !queue.isStopping()) {
      saidShared = true;
      LOG.warn(
          "mqtt: another program said {} is {}, which this one puts right; give each installation a mqtt.base_topic of its own to tell them apart",
          topics.bridgeState(),
          "offline");
    }
  }

  /// Waits for the next message and publishes it.
  ///
  /// @return false when the connection broke, or when this output stops and nothing waits any more
  private boolean publishNext(MqttSession session) throws MqttException, InterruptedException {
    Optional<PublishQueue.Entry> next = queue.awaitNext(session);
    turned = nanos.getAsLong();
    if (next.isPresent()) {
      queue.done(next.get(), publish(session, next.get().message()));
    }
    return next.isPresent();
  }

  /// A message that the broker does not take must not keep the others from being published.
  ///
  /// @return whether the broker took it
  private boolean publish(MqttSession session, Message message)
      throws MqttException, InterruptedException {
    if (refused.leavesAlone(message.topic())) {
      return false;
    }
    try {
      session.publish(message);
      acknowledged = true;
      refused.taken(message.topic());
      return true;
    } catch (MqttException e) {
      if (!isRefusal(e)) {
        // Where nothing was taken before, it is the link that does not work.
        if (acknowledged) {
          refused.broke(message.topic());
        }
        throw e;
      }
      refused.refused(message.topic(), e);
      return false;
    }
  }

  private static boolean isRefusal(MqttException e) {
    return e.kind() == MqttException.Kind.MESSAGE_REFUSED
        || e.kind() == MqttException.Kind.MESSAGE_TOO_LARGE;
  }

  /// The destination of what was missed, while this session lasts.
  private boolean publishHistory(MqttSession session, String battery, byte[] json)
      throws Destination.RefusedException, InterruptedException {
    try {
      session.publish(payloads.history(battery, json));
      queue.countPublished();
      return true;
    } catch (MqttException e) {
      if (isRefusal(e)) {
        throw new Destination.RefusedException(String.valueOf(e.getMessage()), e);
      }
      return false;
    }
  }

  private boolean isReplayed(MqttSession session, String battery, byte[] json)
      throws InterruptedException {
    try {
      return publishHistory(session, battery, json);
    } catch (Destination.RefusedException e) {
      return false;
    }
  }

  private void report(MqttException e) {
    if (shortSessions >= SUSPICIOUS && !saidShort) {
      saidShort = true;
      LOG.warn(
          "mqtt: {} sessions in a row ended soon after they began ({}); most often another program uses the client id {} too, so give each one a mqtt.client_id of its own",
          shortSessions,
          e.getMessage(),
          broker.clientId());
    } else if (failures == 1 || e.kind() != lastTrouble) {
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
      case LOGIN_REFUSED ->
          " refused the login (" + e.getMessage() + "); " + MqttException.CHECK_LOGIN;
      case NOT_AUTHORIZED ->
          " refused the connection ("
              + e.getMessage()
              + "); "
              + MqttException.CHECK_LOGIN
              + ", and let this user publish to "
              + topics.bridgeState()
              + ", the topic of the last will";
      case TAKEN_OVER ->
          ": " + e.getMessage() + " (" + broker.clientId() + "); give each one an id of its own";
      case AWAY,
          ENCRYPTION,
          NO_BROKER,
          MESSAGE_REFUSED,
          MESSAGE_TOO_LARGE,
          FLOODED,
          NOT_RETAINED,
          NOT_ACKNOWLEDGED,
          VERSION ->
          ": " + e.getMessage();
    };
  }
}
