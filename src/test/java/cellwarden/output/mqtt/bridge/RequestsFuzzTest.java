package cellwarden.output.mqtt.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.json.JsonObject;
import cellwarden.output.BridgeFacts;
import cellwarden.output.mqtt.client.Message;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.FakeTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Requests that are wrong in any way, from a seed: each gets one answer, and nothing else happens.
final class RequestsFuzzTest {

  private static final int ROUNDS = 5_000;
  private static final long SEED = 20261122;

  private static final List<String> TOPICS =
      List.of("read", "pause", "resume", "replay", "health", "config", "", "a/b", "Read", "\u0001");
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\"battery\"",
          "\"minutes\"",
          "\"from\"",
          "\"house\"",
          "\"transaction\"",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "\"2026-11-22T00:00:00Z\"",
          "\u0000",
          "\\u12",
          "{\"battery\":",
          "{\"minutes\":",
          "é",
          " ",
          "\ud83d\ude00");

  @Test
  void eachGetsOneAnswer() throws Exception {
    Random random = new Random(SEED);
    AtomicLong nanos = new AtomicLong();
    List<Message> answers = new ArrayList<>();
    FakeControl house = new FakeControl("house");
    BridgeFacts facts = Bridges.facts(house);
    Requests requests =
        new Requests(
            "base",
            facts,
            new Bridge("base", facts, () -> FakeTime.START, nanos::get),
            new Replay(new FakeSampleLog(), facts.names(), Duration.ZERO, () -> false),
            Map::of,
            answers::add,
            () -> FakeTime.START,
            nanos::get,
            _ -> {});
    for (int i = 0; i < ROUNDS; i++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      Message request = request(random);
      int asked = house.asked().size();
      answers.clear();

      requests.take(request);

      boolean waits = house.asked().size() > asked && house.asked().getLast().equals("read");
      assertThat(answers).as("round %d: %s", i, Bridges.text(request)).hasSize(waits ? 0 : 1);
      if (!waits) {
        JsonObject answer = JsonObject.parse(answers.getFirst().payload());
        assertThat(answer.text("status")).isPresent();
        assertThat(answers.getFirst().payload().length).isLessThan(2000);
        assertThat(answers.getFirst().topic()).startsWith("base/bridge/response");
      }
    }
    assertThat(house.asked()).allMatch(asked -> asked.matches("read|resume|pause [0-9]+"));
  }

  private static Message request(Random random) {
    String topic = "base/bridge/request/" + TOPICS.get(random.nextInt(TOPICS.size()));
    return new Message(
        topic,
        payload(random),
        false,
        random.nextInt(4) == 0 ? Optional.of("base/" + random.nextInt()) : Optional.empty(),
        Optional.empty());
  }

  private static byte[] payload(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        yield bytes;
      }
      // Deeper than any parser likes it.
      case 1 -> "{\"battery\":".repeat(random.nextInt(400)).getBytes(StandardCharsets.UTF_8);
      case 2 -> new byte[BridgeRequest.LONGEST + random.nextInt(1 << 20)];
      default -> {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
          text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        yield text.toString().getBytes(StandardCharsets.UTF_8);
      }
    };
  }
}
