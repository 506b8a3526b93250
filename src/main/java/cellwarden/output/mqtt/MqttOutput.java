package cellwarden.output.mqtt;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.SampleLog;
import cellwarden.battery.Sink;
import cellwarden.config.MqttConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes to the broker from a thread of its own, and connects again for ever.
///
/// A broker that is away or refuses delays nobody: events only change the [Outbox]. Also the login
/// that is refused at the very first attempt is only logged and tried again: the broker may not
/// have read its users yet, and readings go to the journal meanwhile. What the broker missed is the
/// [Backfill]'s.
public final class MqttOutput implements Sink, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttOutput.class);

  /// A session this long shows that nothing ends each one as soon as it begins.
  private static final Duration LASTING = Duration.ofSeconds(30);

  private static final String CHECK_LOGIN =
      "check mqtt.username and mqtt.password or mqtt.password_file";

  private final MqttBroker broker;
  private final Topics topics;
  private final IntFunction<Duration> pauses;
  private final Outbox outbox;
  private final Optional<Backfill> backfill;

  private final Set<String> refusedTopics = new HashSet<>();

  private boolean stopping;
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
    Message lastWill = Message.retained(topics.bridgeState(), Topics.OFFLINE);
    Optional<Backfill> backfill = Backfill.of(config, journal, new DeliveryFile(state));
    Delivery delivery = backfill.map(Backfill::delivery).orElseGet(Delivery::withoutBackfill);
    return new MqttOutput(
        new HiveMqBroker(config, lastWill), topics, new Outbox(topics, delivery), backfill, pauses);
  }

  /// @param backfill empty where what was missed is not to be delivered
  /// @param pauses how long to wait after so many failed connects in a row
  MqttOutput(
      MqttBroker broker,
      Topics topics,
      Outbox outbox,
      Optional<Backfill> backfill,
      IntFunction<Duration> pauses) {
    this.broker = broker;
    this.topics = topics;
    this.outbox = outbox;
    this.backfill = backfill;
    this.pauses = pauses;
  }

  @Override
  public synchronized void accept(BatteryEvent event) {
    outbox.add(event);
    notifyAll();
  }

  /// Number of the oldest sample that the broker has not acknowledged: the journal should keep what
  /// is from there on. [Long#MAX_VALUE] where what was missed is not delivered.
  public long neededFrom() {
    return backfill.map(history -> history.delivery().neededFrom()).orElse(Long.MAX_VALUE);
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
          serve(session);
        } catch (MqttException e) {
          failures++;
          report(e);
          backfill.ifPresent(Backfill::saveWhenDue);
          pause(pauses.apply(failures));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("mqtt: interrupted, ending without a farewell");
    } finally {
      backfill.ifPresent(Backfill::save);
    }
  }

  /// Only a session that lasted ends a row of failures: two programs with the same client id throw
  /// each other out as soon as they have connected.
  private void serve(MqttSession session) throws MqttException, InterruptedException {
    long begun = System.nanoTime();
    try {
      beginSession();
      publishAll(session);
    } finally {
      backfill.ifPresent(Backfill::end);
      endSession();
      backfill.ifPresent(Backfill::save);
      if (System.nanoTime() - begun > LASTING.toNanos()) {
        failures = 0;
      }
    }
  }

  private void publishAll(MqttSession session) throws MqttException, InterruptedException {
    // That the bridge is there comes before anything else.
    boolean more = publishNext(session);
    backfill.ifPresent(history -> history.begin(session));
    while (more) {
      more = publishNext(session);
    }
    if (!session.isConnected()) {
      throw new MqttException(
          MqttException.Kind.AWAY, "the connection broke: " + session.lossReason(), null);
    }
    backfill.ifPresent(Backfill::end);
    session.publish(Message.retained(topics.bridgeState(), Topics.OFFLINE));
  }

  /// Waits for the next message and publishes it.
  ///
  /// @return false when the connection broke, or when this output stops and nothing waits any more
  private boolean publishNext(MqttSession session) throws MqttException, InterruptedException {
    Optional<Outbox.Entry> next = awaitNext(session);
    if (next.isPresent()) {
      done(next.get(), publish(session, next.get().message()));
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

  private synchronized Optional<Outbox.Entry> awaitNext(MqttSession session)
      throws InterruptedException {
    while (session.isConnected() && outbox.next().isEmpty() && !stopping) {
      wait();
    }
    return session.isConnected() ? outbox.next() : Optional.empty();
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

  private synchronized void done(Outbox.Entry entry, boolean acknowledged) {
    outbox.done(entry, acknowledged);
  }
}
