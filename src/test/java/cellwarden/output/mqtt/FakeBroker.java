package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.output.mqtt.client.BrokerLimits;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.testing.Guard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A broker that fails as told and otherwise takes everything. What is about the bridge itself is
/// kept apart.
final class FakeBroker implements MqttBroker {

  private final Deque<MqttException.Kind> failures = new ArrayDeque<>();
  private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
  private final BlockingQueue<Published> taken = new LinkedBlockingQueue<>();
  private final BlockingQueue<Published> about = new LinkedBlockingQueue<>();
  private MqttException.@Nullable Kind failsAlways;
  private @Nullable Runnable whenPublished;
  private Consumer<Session> whenConnected = _ -> {};

  /// The next connects fail so, before one succeeds.
  synchronized void failsToConnect(MqttException.Kind... kinds) {
    failures.addAll(List.of(kinds));
  }

  /// Every connect fails so from now on.
  synchronized void neverConnects(MqttException.Kind kind) {
    failsAlways = kind;
  }

  /// Runs in the publishing thread, once, before the next message is taken.
  synchronized void whenPublished(Runnable action) {
    whenPublished = action;
  }

  /// Prepares every session before it is used.
  synchronized void whenConnected(Consumer<Session> preparation) {
    whenConnected = preparation;
  }

  /// The session that was opened next.
  Session awaitSession() throws InterruptedException {
    return guarded(sessions.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS), "a session");
  }

  /// The message that was taken next, in whatever session.
  Published awaitMessage() throws InterruptedException {
    return guarded(taken.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS), "a message");
  }

  /// The message about the bridge that was taken next: info, devices or health.
  Published awaitAbout() throws InterruptedException {
    return guarded(about.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS), "a message");
  }

  /// Whether every message was awaited and no session is left that was not.
  boolean isQuiet() {
    return hasNoMessage() && sessions.isEmpty();
  }

  /// Whether every message was awaited.
  boolean hasNoMessage() {
    return taken.isEmpty();
  }

  @Override
  public Session connect(Runnable onLost) throws MqttException {
    Session session = new Session(onLost);
    synchronized (this) {
      MqttException.Kind failure = failsAlways == null ? failures.poll() : failsAlways;
      if (failure != null) {
        throw new MqttException(failure, "scripted: " + failure, null);
      }
      whenConnected.accept(session);
    }
    sessions.add(session);
    return session;
  }

  @Override
  public String clientId() {
    return "cellwarden-1234";
  }

  @Override
  public String toString() {
    return "mqtt://fake:1883";
  }

  private static <T> T guarded(@Nullable T value, String what) {
    assertThat(value).as(what + " within %s", Guard.HANG).isNotNull();
    return Objects.requireNonNull(value);
  }

  private synchronized void runAction() {
    Runnable action = whenPublished;
    whenPublished = null;
    if (action != null) {
      action.run();
    }
  }

  /// One session with this broker.
  final class Session implements MqttSession {

    private final Runnable onLost;
    private volatile boolean connected = true;
    private volatile boolean closed;
    private volatile @Nullable String refusedTopic;
    private volatile MqttException.Kind refusal = MqttException.Kind.MESSAGE_REFUSED;
    private volatile MqttException.Kind lossKind = MqttException.Kind.AWAY;
    private volatile BrokerLimits limits = BrokerLimits.NONE;
    private final Map<String, Consumer<Message>> listeners = new ConcurrentHashMap<>();
    private volatile @Nullable String silentTopic;
    private volatile @Nullable String deadlyTopic;
    private volatile Runnable onTrouble = () -> {};
    private final CountDownLatch silence = new CountDownLatch(1);
    private volatile @Nullable Published heldMessage;
    private volatile CountDownLatch release = new CountDownLatch(0);

    private Session(Runnable onLost) {
      this.onLost = onLost;
    }

    /// The network is gone.
    void lose() {
      connected = false;
      onLost.run();
    }

    /// @param each runs each time
    void refuse(String topic, Runnable each) {
      onTrouble = each;
      refusedTopic = topic;
    }

    /// Messages on this topic are never acknowledged.
    void isSilentOn(String topic) {
      silentTopic = topic;
    }

    /// Waits until a message is on its way that is never acknowledged.
    void awaitSilence() throws InterruptedException {
      assertThat(silence.await(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).as("a message").isTrue();
    }

    /// This message is only taken once the latch is open.
    void isHeldOn(Published message, CountDownLatch until) {
      release = until;
      heldMessage = message;
    }

    /// A message on this topic breaks the connection.
    ///
    /// @param each runs each time
    void breaksOn(String topic, Runnable each) {
      onTrouble = each;
      deadlyTopic = topic;
    }

    boolean isClosed() {
      return closed;
    }

    @Override
    public void publish(Message message) throws MqttException, InterruptedException {
      runAction();
      if (Published.of(message).equals(heldMessage)) {
        release.await();
      }
      if (message.topic().equals(deadlyTopic)) {
        onTrouble.run();
        lose();
      }
      if (message.topic().equals(silentTopic)) {
        silence.countDown();
        new CountDownLatch(1).await();
      }
      if (!connected) {
        // In the words of a loss: whether it was publishing just then is a matter of luck.
        throw new MqttException(lossKind, "the connection broke: scripted: lost", null);
      }
      if (message.topic().equals(refusedTopic)) {
        onTrouble.run();
        throw new MqttException(refusal, "scripted: refused", null);
      }
      (Silence.isAboutTheBridge(message.topic()) ? about : taken).add(Published.of(message));
    }

    @Override
    public boolean isConnected() {
      return connected;
    }

    @Override
    public MqttException loss() {
      return new MqttException(lossKind, "scripted: lost", null);
    }

    @Override
    public BrokerLimits limits() {
      return limits;
    }

    @Override
    public void listen(String topic, boolean kept, Consumer<Message> messages, Runnable answered) {
      listeners.put(topic, messages);
      answered.run();
    }

    @Override
    public void awaitListening(String topic, Consumer<Message> messages) {
      listen(topic, false, messages);
    }

    /// Somebody else published this.
    void hears(Message message, String filter) throws Exception {
      Guard.await("a subscription to " + filter, () -> listeners.containsKey(filter));
      Objects.requireNonNull(listeners.get(filter)).accept(message);
    }

    boolean isHeardOn(String topic) {
      return listeners.containsKey(topic);
    }

    /// Somebody else published this.
    void hears(String topic, String payload) throws Exception {
      Guard.await("a subscription to " + topic, () -> listeners.containsKey(topic));
      Objects.requireNonNull(listeners.get(topic))
          .accept(Message.passing(topic, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /// The broker said that another client took the session over.
    void isTakenOver() {
      lossKind = MqttException.Kind.TAKEN_OVER;
      lose();
    }

    void has(BrokerLimits fewer) {
      limits = fewer;
    }

    /// No message is taken on this topic, since it is too large.
    void findsTooLarge(String topic) {
      refusal = MqttException.Kind.MESSAGE_TOO_LARGE;
      refusedTopic = topic;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
