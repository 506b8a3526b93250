package cellwarden.output.mqtt.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.json.JsonObject;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Guard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Samples that are asked for by their numbers.
final class ReplayByNumberTest {

  private final FakeSampleLog log = new FakeSampleLog();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Map<String, Object>> done = new LinkedBlockingQueue<>();
  private final Replay replay = new Replay(log, List.of("house"), Duration.ZERO, () -> false);

  @AfterEach
  void end() {
    replay.end();
  }

  @Test
  void sendsThemOfAllBatteriesAndSaysWhatTheJournalDoesNotHave() throws Exception {
    for (long seq : new long[] {4, 5, 8, 9, 12}) {
      add(seq, seq == 8 ? "sold" : "house");
    }

    assertThat(replay(Optional.empty(), 2, 11))
        .hasToString("{state=done, sent=4, last=12, missing=[[2, 3], [6, 7], [10, 11]]}");
    assertThat(sent).containsExactly("house 4", "house 5", "sold 8", "house 9");
  }

  @Test
  void whatIsNotWrittenYetIsNotMissing() throws Exception {
    add(1, "house");
    assertThat(replay(Optional.empty(), 1, 100))
        .hasToString("{state=done, sent=1, last=1, missing=[]}");
  }

  @Test
  void rangeBeyondTheJournalIsNotMissingEither() throws Exception {
    add(1, "house");
    assertThat(replay(Optional.empty(), 50, 100))
        .hasToString("{state=done, sent=0, last=1, missing=[]}");
  }

  @Test
  void ofOneBatteryTheOthersAreNotMissing() throws Exception {
    add(1, "house");
    add(2, "van");
    add(3, "house");
    assertThat(replay(Optional.of("house"), 1, 3))
        .hasToString("{state=done, sent=2, last=3, missing=[]}");
  }

  @Test
  void lineThatNamesNoBatteryCannotBeSentAndSoIsMissing() throws Exception {
    add(1, "house");
    add(2, "../x");
    add(3, "house");
    add(4, "a b");
    add(5, "house");
    assertThat(replay(Optional.empty(), 1, 4))
        .hasToString("{state=done, sent=2, last=5, missing=[[2, 2], [4, 4]]}");
  }

  @Test
  void brokerThatTakesNothingEndsItWithoutCallingTheRestMissing() throws Exception {
    add(1, "house");
    add(2, "house");
    replay.begin((_, _) -> false);
    assertThat(start(Optional.empty(), 1, 2))
        .containsEntry("error", "the broker did not take a sample")
        .containsEntry("missing", List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from_seq\":1}",
        "{\"to_seq\":1}",
        "{\"from_seq\":0,\"to_seq\":1}",
        "{\"from_seq\":2,\"to_seq\":1}",
        "{\"from_seq\":1,\"to_seq\":9007199254740992}",
        "{\"from_seq\":\"1\",\"to_seq\":2}",
        "{\"from_seq\":1.5,\"to_seq\":2}"
      })
  void numbersThatAreNoneAreRefused(String body) {
    assertThatThrownBy(() -> request(body))
        .hasMessage(
            "from_seq and to_seq are numbers of samples, both included, such as 100 and 200");
  }

  @Test
  void timesAndNumbersDoNotGoTogether() {
    assertThatThrownBy(
            () -> request("{\"from_seq\":1,\"to_seq\":2,\"from\":\"2026-11-22T00:00:00Z\"}"))
        .hasMessage("replay has either from_seq and to_seq, or from and to");
  }

  @Test
  void numbersAreTaken() throws Exception {
    assertThat(request("{\"from_seq\":1,\"to_seq\":2}").numbers())
        .contains(new Replay.Numbers(1, 2));
  }

  private static BridgeRequest request(String body) throws Exception {
    return BridgeRequest.of(
        BridgeRequest.What.REPLAY, JsonObject.parse(body.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(long seq, String battery) {
    log.add(seq, "{\"seq\":" + seq + ",\"battery\":\"" + battery + "\"}");
  }

  private Map<String, Object> replay(Optional<String> battery, long from, long to)
      throws InterruptedException {
    replay.begin((name, json) ->
        sent.add(
            name
                + " "
                + new String(json, StandardCharsets.UTF_8)
                    .replaceAll("\\D*seq\\D+(\\d+).*", "$1")));
    return start(battery, from, to);
  }

  private Map<String, Object> start(Optional<String> battery, long from, long to)
      throws InterruptedException {
    boolean started = replay.start(battery, new Replay.Numbers(from, to), () -> {}, done::add);
    assertThat(started).isTrue();
    Map<String, Object> result = done.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return result;
  }
}
