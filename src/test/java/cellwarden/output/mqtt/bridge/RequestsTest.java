package cellwarden.output.mqtt.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.output.BridgeFacts;
import cellwarden.output.mqtt.client.Message;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<Message> answers = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final FakeControl house = new FakeControl("house");
  private final FakeControl van = new FakeControl("van");
  private Instant now = FakeTime.START;
  private Bridge bridge;
  private Requests requests;

  @BeforeEach
  void make() throws Exception {
    BridgeFacts facts = Bridges.facts(house, van);
    bridge = new Bridge("base", facts, () -> now, nanos::get);
    Replay replay = new Replay(new FakeSampleLog(), facts.names(), Duration.ZERO, () -> false);
    requests =
        new Requests(
            "base",
            facts,
            bridge,
            replay,
            () -> Map.of("uptime_s", 5),
            answers::add,
            () -> now,
            nanos::get,
            later::add);
  }

  @Test
  void answersAReadWithTheSampleThatWasMeasuredAfterIt() {
    now = FakeTime.START.plusMillis(1);
    ask("read", "{\"battery\":\"house\",\"transaction\":\"a\"}");
    assertThat(house.asked()).containsExactly("read");
    assertThat(van.asked()).isEmpty();

    requests.accept(EncodedEvent.of(Samples.aReading("van")));
    requests.accept(EncodedEvent.of(Samples.aReading("house")));
    assertThat(answers).as("of a poll that ran").isEmpty();
    requests.accept(EncodedEvent.of(Samples.aReading("house")));

    assertAnswer(
        "base/bridge/response/read {\"status\":\"ok\",\"data\":"
            + sample("house")
            + ",\"transaction\":\"a\"}");
    requests.accept(EncodedEvent.of(Samples.aReading("house")));
    assertThat(answers).hasSize(1);
  }

  @Test
  void answersAReadWithTheFault() {
    ask("read", "{\"battery\":\"house\"}");

    BatteryEvent.Failed failed = Samples.aFailure("house", 1);
    requests.accept(EncodedEvent.of(failed));

    assertAnswer(
        "base/bridge/response/read {\"status\":\"error\",\"error\":\"house: "
            + failed.fault().sentence()
            + "\",\"data\":"
            + new String(EventJson.encode(failed), StandardCharsets.UTF_8)
            + "}");
  }

  @Test
  void answersAReadOfAllOnceAllHaveBeenRead() {
    ask("read", "");
    requests.accept(EncodedEvent.of(Samples.aReading("van")));
    assertThat(answers).isEmpty();
    requests.accept(EncodedEvent.of(Samples.aReading("house")));

    assertAnswer(
        "base/bridge/response/read {\"status\":\"ok\",\"data\":{\"van\":"
            + sample("van")
            + ",\"house\":"
            + sample("house")
            + "}}");
  }

  @Test
  void saysThatAReadingDidNotCome() {
    ask("read", "{\"battery\":\"house\"}");
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    ask("read", "{\"battery\":\"van\"}");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    later.removeFirst().run();

    assertAnswer(
        "base/bridge/response/read {\"status\":\"error\",\"error\":\"house: no reading within 3 minutes\"}");
    answers.clear();
    requests.accept(EncodedEvent.of(Samples.aReading("van")));
    later.removeFirst().run();
    assertThat(answers).as("in time").hasSize(1);
  }

  @Test
  void boundsHowManyReadingsAreWaitedFor() {
    for (int i = 0; i < 33; i++) {
      ask("read", "");
    }

    assertAnswer(
        "base/bridge/response/read {\"status\":\"error\",\"error\":\"too many readings are waited for; ask again in a minute\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "pause  | {\"battery\":\"house\",\"minutes\":2.5} | {\"status\":\"ok\",\"data\":{\"batteries\":[\"house\"],\"until\":\"2026-11-22T14:02:30.123Z\"}}",
        "pause  | {\"transaction\":7} | {\"status\":\"ok\",\"data\":{\"batteries\":[\"house\",\"van\"],\"until\":\"2026-11-22T14:10:00.123Z\"},\"transaction\":7}",
        "resume | {\"battery\":\"van\"} | {\"status\":\"ok\",\"data\":{\"batteries\":[\"van\"]}}",
        "health | {} | {\"status\":\"ok\",\"data\":{\"uptime_s\":5}}",
        "config | {} | {\"status\":\"ok\",\"data\":{\"journal\":{\"path\":\"a.jsonl\"}}}",
        "replay | {\"stop\":true} | {\"status\":\"ok\",\"data\":{\"state\":\"idle\"}}",
        "fly    | {} | {\"status\":\"error\",\"error\":\"there is no request 'fly'; there are read, pause, resume, replay, health, config\"}",
        "read   | {\"battery\":\"hous\",\"transaction\":\"t\"} | {\"status\":\"error\",\"error\":\"there is no battery 'hous'; there are house, van\",\"transaction\":\"t\"}",
        "read   | {\"bat\":1} | {\"status\":\"error\",\"error\":\"read has no 'bat'; it has battery, transaction\"}",
        "health | {\"battery\":\"house\"} | {\"status\":\"error\",\"error\":\"health has no 'battery'; it has transaction\"}",
        "read   | {\"battery\":[\"house\"]} | {\"status\":\"error\",\"error\":\"battery is a text\"}",
        "read   | {\"transaction\":{}} | {\"status\":\"error\",\"error\":\"transaction is a text of at most 100 characters or a whole number\"}",
        "pause  | {\"minutes\":0} | {\"status\":\"error\",\"error\":\"minutes is a number above 0, at most 1440\"}",
        "pause  | {\"minutes\":1e99} | {\"status\":\"error\",\"error\":\"minutes is a number above 0, at most 1440\"}",
        "pause  | {\"minutes\":\"5\"} | {\"status\":\"error\",\"error\":\"minutes is a number above 0, at most 1440\"}",
        "replay | {} | {\"status\":\"error\",\"error\":\"replay needs from, such as \\\"2026-11-22T00:00:00Z\\\", and may have battery and to\"}",
        "replay | {\"from\":\"yesterday\"} | {\"status\":\"error\",\"error\":\"from is a time with its offset, such as \\\"2026-11-22T00:00:00Z\\\"\"}",
        "replay | {\"from\":\"2026-11-22T00:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\"} | {\"status\":\"error\",\"error\":\"from must be before to\"}",
        "replay | {\"stop\":1} | {\"status\":\"error\",\"error\":\"stop is true, or is left out\"}",
        "read   | [] | {\"status\":\"error\",\"error\":\"a request is one JSON object, such as {\\\"battery\\\":\\\"myBattery\\\"}; this is none from byte 0 on\"}",
      })
  void answers(String what, String body, String answer) {
    ask(what, body);

    assertAnswer("base/bridge/response/" + what + " " + answer);
  }

  @Test
  void leavesABatteryAloneAndTakesItUpAgain() {
    ask("pause", "{\"battery\":\"house\",\"minutes\":10}");
    ask("resume", "{\"battery\":\"house\"}");

    assertThat(house.asked()).containsExactly("pause 600000", "resume");
    assertThat(van.asked()).isEmpty();
  }

  /// Each of the others would say that it has no such battery.
  @Test
  void leavesTheBatteriesOfOtherBridgesToThem() {
    bridge.hears(
        Message.passing(
            "base/bridge/info", "{\"bridge\":\"other\"}".getBytes(StandardCharsets.UTF_8)));

    ask("pause", "{\"battery\":\"boat\"}");

    assertThat(answers).isEmpty();
    assertThat(house.asked()).isEmpty();
  }

  @Test
  void ignoresWhatTheBrokerKept() {
    try (CapturedLog log = CapturedLog.start()) {
      requests.take(new Message("base/bridge/request/pause", new byte[0], true));
      requests.take(new Message("base/bridge/request/pause", new byte[0], true));

      assertThat(answers).isEmpty();
      assertThat(house.asked()).isEmpty();
      assertThat(log.messages("WARN"))
          .containsExactly(
              "mqtt: the request on 'base/bridge/request/pause' is retained and so ignored, since it would be asked again with each connect; publish requests without retain");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "my/answers, my/answers",
    "base/bridge/response/mine, base/bridge/response/mine",
    "base/bridge/state, base/bridge/response/health",
    "base/house, base/bridge/response/health",
    "a/+/b, base/bridge/response/health",
    "$SYS/a, base/bridge/response/health",
  })
  void answersWhereItIsAskedToButNotInTheNameOfTheBridge(String wanted, String topic) {
    requests.take(Bridges.withReply(Bridges.request("health", ""), wanted, "c1"));

    assertThat(answers.getFirst().topic()).isEqualTo(topic);
    assertThat(answers.getFirst().correlation()).hasValue("c1".getBytes(StandardCharsets.UTF_8));
    assertThat(answers.getFirst().retained()).isFalse();
  }

  @Test
  void answersNoMoreThanSoManyASecond() {
    try (CapturedLog log = CapturedLog.start()) {
      for (int i = 0; i < 200; i++) {
        ask("health", "");
      }
      assertThat(answers).hasSize(51);
      assertThat(Bridges.text(answers.getLast()))
          .contains("more than 10 requests a second are not answered");
      assertThat(log.messages("WARN")).hasSize(1);

      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      ask("health", "");
      assertThat(Bridges.text(answers.getLast())).contains("\"ok\"");
    }
  }

  private void ask(String what, String body) {
    requests.take(Bridges.request(what, body));
  }

  private void assertAnswer(String text) {
    assertThat(answers.stream().map(Bridges::text)).containsExactly(text);
  }

  private static String sample(String battery) {
    return new String(EventJson.encode(Samples.aSample(battery)), StandardCharsets.UTF_8);
  }
}
