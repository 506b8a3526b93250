package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.settings.MqttUrl;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EmbeddedBrokerTest {

  private static final Message MESSAGE =
      Message.retained("a", "x".getBytes(StandardCharsets.UTF_8));

  /// Rather than that reading ends for want of memory.
  @Test
  void forgetsEverythingWhereMemoryIsScarceAndGoesOn() throws Exception {
    AtomicLong free = new AtomicLong(Long.MAX_VALUE);
    MemoryGuard guard = new MemoryGuard(free::get, () -> {}, System::nanoTime);
    int port = Ports.free();
    CountDownLatch lost = new CountDownLatch(1);
    try (CapturedLog log = CapturedLog.start();
        EmbeddedBroker _ = EmbeddedBroker.start(port, guard);
        MqttSession session = broker(port).connect(lost::countDown)) {
      session.publish(MESSAGE);

      free.set(0);
      Thread.ofPlatform().daemon().start(() -> publish(session));
      assertThat(lost.await(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      free.set(Long.MAX_VALUE);

      Guard.await("the broker to listen again", () -> isTaken(port));
      assertThat(log.messages("WARN"))
          .singleElement()
          .asString()
          .contains("needs more memory than there is", "Mosquitto");
    }
  }

  private static boolean isTaken(int port) {
    try (MqttSession again = broker(port).connect(() -> {})) {
      again.publish(MESSAGE);
      return true;
    } catch (MqttException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void publish(MqttSession session) {
    try {
      session.publish(MESSAGE);
    } catch (MqttException | InterruptedException e) {
      // The broker does not take it.
    }
  }

  private static HiveMqBroker broker(int port) {
    return new HiveMqBroker(
        Defaults.mqtt(new MqttUrl.Remote("127.0.0.1", port, false)), Path.of("x"), MESSAGE);
  }
}
