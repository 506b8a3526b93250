package cellwarden.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.output.mqtt.client.BrokerLimits;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SiteLinkTest {

  private static final Message MESSAGE = Message.passing("a", new byte[0]);

  private final AtomicBoolean cut = new AtomicBoolean();
  private final SiteLink.Counts counts = new SiteLink.Counts(new AtomicLong(), new AtomicLong());
  private final Taking broker = new Taking();
  private final SiteLink link = new SiteLink(broker, cut::get, new SiteTroubles(1, 1), counts);

  @Test
  void takesEachMessageAndOneInAHundredTwice() throws Exception {
    try (MqttSession session = link.connect(() -> {})) {
      for (int i = 0; i < 100; i++) {
        session.publish(MESSAGE);
      }
      assertThat(counts.sessions()).hasValue(1);
    }
    assertThat(broker.taken).hasSize(101);
    assertThat(counts.messages()).hasValue(100);
    assertThat(counts.sessions()).hasValue(0);
  }

  @Test
  void aSessionThatMetACutIsOver() throws Exception {
    MqttSession session = link.connect(() -> {});
    cut.set(true);

    assertThat(session.isConnected()).isFalse();
    assertThatThrownBy(() -> session.publish(MESSAGE)).isInstanceOf(MqttException.class);
    assertThatThrownBy(() -> link.connect(() -> {})).hasMessage("this site is cut off");
    cut.set(false);
    assertThat(session.isConnected()).isFalse();
    assertThat(session.loss()).hasMessage("this site is cut off");
    session.close();
    session.close();
    assertThat(counts.sessions()).hasValue(0);
    assertThat(broker.taken).isEmpty();
    assertThat(link.connect(() -> {}).isConnected()).isTrue();
  }

  /// A broker that takes everything.
  private static final class Taking implements MqttBroker, MqttSession {

    private final List<Message> taken = new ArrayList<>();

    @Override
    public MqttSession connect(Runnable onLost) {
      return this;
    }

    @Override
    public String clientId() {
      return "taking";
    }

    @Override
    public BrokerLimits limits() {
      return BrokerLimits.NONE;
    }

    @Override
    public void publish(Message message) {
      taken.add(message);
    }

    @Override
    public void listen(String topic, boolean kept, Consumer<Message> messages, Runnable answered) {}

    @Override
    public void awaitListening(String topic, Consumer<Message> messages) {}

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public MqttException loss() {
      throw new AssertionError("it was never lost");
    }

    @Override
    public void close() {}
  }
}
