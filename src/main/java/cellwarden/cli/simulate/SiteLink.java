package cellwarden.cli.simulate;

import cellwarden.output.mqtt.client.BrokerLimits;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The way from a site to its broker, which is cut now and then, and on which some messages come
/// twice. A session that met a cut is over, as it is where a modem loses its network.
///
/// @param cut whether there is no way now
/// @param troubles say which message comes twice
/// @param counts of all sites
record SiteLink(MqttBroker broker, BooleanSupplier cut, SiteTroubles troubles, Counts counts)
    implements MqttBroker {

  /// What all sites came to.
  ///
  /// @param sessions with the broker now
  /// @param messages that it took since the start
  record Counts(AtomicLong sessions, AtomicLong messages) {}

  @Override
  public MqttSession connect(Runnable onLost) throws MqttException, InterruptedException {
    if (cut.getAsBoolean()) {
      throw noWay();
    }
    MqttSession session = broker.connect(onLost);
    counts.sessions.incrementAndGet();
    return new CutSession(session);
  }

  @Override
  public String clientId() {
    return broker.clientId();
  }

  @Override
  public String toString() {
    return broker.toString();
  }

  private static MqttException noWay() {
    return new MqttException(MqttException.Kind.AWAY, "this site is cut off", null);
  }

  private final class CutSession implements MqttSession {

    private final MqttSession session;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean broken;

    CutSession(MqttSession session) {
      this.session = session;
    }

    @Override
    public BrokerLimits limits() {
      return session.limits();
    }

    @Override
    public void publish(Message message) throws MqttException, InterruptedException {
      if (isBroken()) {
        throw noWay();
      }
      session.publish(message);
      counts.messages.incrementAndGet();
      if (troubles.isSentTwice(sent.incrementAndGet())) {
        session.publish(message);
      }
    }

    private boolean isBroken() {
      broken |= cut.getAsBoolean();
      return broken;
    }

    @Override
    public void listen(String topic, boolean kept, Consumer<Message> messages, Runnable answered) {
      session.listen(topic, kept, messages, answered);
    }

    @Override
    public void awaitListening(String topic, Consumer<Message> messages)
        throws MqttException, InterruptedException {
      session.awaitListening(topic, messages);
    }

    @Override
    public boolean isConnected() {
      return !isBroken() && session.isConnected();
    }

    @Override
    public MqttException loss() {
      return broken ? noWay() : session.loss();
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        counts.sessions.decrementAndGet();
      }
      session.close();
    }
  }
}
