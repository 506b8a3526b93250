package cellwarden.output.mqtt.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.output.mqtt.client.Message;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BridgeTest {

  private static final Bridge.Link LINK = new Bridge.Link(true, 12, 1, 5, 2);

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void saysWhoItIsAndWhatItReads() throws Exception {
    Bridge bridge = bridge();

    assertThat(bridge.messages()).allMatch(Message::retained);
    assertThat(bridge.messages().stream().map(Bridges::text))
        .containsExactly(
            "base/bridge/info {\"bridge\":\"0123abcd\",\"version\":\"1.2.3\",\"started\":\"2026-11-22T14:00:00.123Z\",\"settings\":{\"journal\":{\"path\":\"a.jsonl\"}}}",
            "base/bridge/devices [{\"name\":\"house\",\"bridge\":\"0123abcd\",\"address\":\"ble:A4:C1:38:00:11:22\",\"interval_s\":30,\"connection\":\"on_demand\",\"capabilities\":[\"read\",\"pause\",\"resume\",\"replay\"]},"
                + "{\"name\":\"van\",\"bridge\":\"0123abcd\",\"address\":\"tcp:192.168.1.7:8899\",\"interval_s\":30,\"connection\":\"on_demand\",\"capabilities\":[\"read\",\"pause\",\"resume\",\"replay\"]}]");
  }

  @Test
  void learnsOfADeviceFromItsSamplesOnce() throws Exception {
    Bridge bridge = bridge();

    assertThat(bridge.learns(Samples.aSample("house"))).isTrue();
    assertThat(bridge.learns(Samples.aSample("house"))).isFalse();

    assertThat(Bridges.text(bridge.devices().getFirst()))
        .contains(
            "\"address\":\"ble:A4:C1:38:00:11:22\",\"hardware_version\":\"JBD-SP04S020-L4S-120A-B-U\",\"software_version\":\"2.1\",\"production_date\":\"2023-05-17\",\"cells\":4,");
  }

  @Test
  void saysHowItDoes() throws Exception {
    Bridge bridge = bridge();
    nanos.addAndGet(Duration.ofSeconds(75).toNanos());

    String health = Bridges.text(bridge.health(LINK).getFirst());

    assertThat(health.replaceAll("\"(resident|anonymous)_mb\":[0-9.]+", "\"$1_mb\":1.5"))
        .isEqualTo(
            "base/bridge/health {\"time\":\"2026-11-22T14:00:00.123Z\",\"bridge\":\"0123abcd\",\"uptime_s\":75,"
                + "\"memory\":{\"resident_mb\":1.5,\"anonymous_mb\":1.5},"
                + "\"mqtt\":{\"connected\":true,\"published\":12,\"queued\":1,\"missed\":5,\"reconnects\":2},"
                + "\"restarts\":{},"
                + "\"batteries\":{\"house\":{\"reads\":1000,\"failures\":3,\"failures_in_a_row\":0,\"paused\":false,\"success_ratio\":0.98,"
                + "\"connect_ms_p50\":412,\"connect_ms_p95\":900,\"read_ms_p50\":96,\"read_ms_p95\":120,\"rssi\":-61,\"recoveries\":{\"reconnect\":2}}}}");
  }

  @Test
  void isDueSoonAfterTheStartAndThenOnAFixedBeat() throws Exception {
    Bridge bridge = bridge();
    bridge.health(LINK);
    assertThat(bridge.untilHealth()).isEqualTo(Duration.ofMinutes(1));

    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(bridge.untilHealth()).isNegative();
    bridge.health(LINK);
    assertThat(bridge.untilHealth()).isEqualTo(Duration.ofMinutes(10).minusSeconds(61));

    nanos.addAndGet(Duration.ofMinutes(35).toNanos());
    bridge.health(LINK);
    assertThat(bridge.untilHealth()).isEqualTo(Duration.ofMinutes(4).minusSeconds(1));
  }

  @Test
  void speaksForItselfOnATopicOfItsOwnOnceAnotherBridgeIsThere() throws Exception {
    Bridge bridge = bridge();
    assertThat(bridge.hears(info("0123abcd", false))).as("its own").isFalse();
    assertThat(bridge.hears(info("99999999", true))).as("one that may be gone").isFalse();
    assertThat(bridge.hears(Message.passing("base/bridge/info", new byte[] {'['}))).isFalse();
    assertThat(bridge.isShared()).isFalse();

    assertThat(bridge.hears(info("99999999", false))).isTrue();
    assertThat(bridge.hears(info("99999999", false))).as("again").isFalse();

    assertThat(bridge.isShared()).isTrue();
    assertThat(bridge.messages().stream().map(Message::topic))
        .containsExactly(
            "base/bridge/info",
            "base/bridge/0123abcd/info",
            "base/bridge/devices",
            "base/bridge/0123abcd/devices");
  }

  private static Message info(String who, boolean retained) {
    return new Message(
        "base/bridge/info",
        ("{\"bridge\":\"" + who + "\"}").getBytes(StandardCharsets.UTF_8),
        retained);
  }

  private Bridge bridge() throws Exception {
    return new Bridge(
        "base", Bridges.facts(new FakeControl("house")), () -> FakeTime.START, nanos::get);
  }
}
