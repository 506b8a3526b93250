package cellwarden.output.mqtt.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplayTest {

  private static final Instant BEGINNING = Instant.parse("2026-11-01T00:00:00Z");

  private final FakeSampleLog log = new FakeSampleLog();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Map<String, Object>> done = new LinkedBlockingQueue<>();
  private final Replay replay =
      new Replay(log, List.of("house", "van"), Duration.ZERO, () -> false);

  @AfterEach
  void end() {
    replay.end();
  }

  @Test
  void sendsThatPartOfABattery() throws Exception {
    for (int i = 1; i <= 12_000; i++) {
      add(
          i,
          i % 3 == 0 ? "van" : i % 3 == 1 ? "house" : "stranger",
          BEGINNING.plusSeconds(60L * i));
    }
    begin();

    // 11,000 and 11,010 minutes; house is 1 of 3.
    start(Optional.of("house"), 11_000, 11_010);

    assertThat(awaitDone()).hasToString("{state=done, sent=3}");
    assertThat(sent).containsExactly("house 11002", "house 11005", "house 11008");
  }

  @Test
  void sendsNothingOfStrangersNorOfATimeThatIsNotKnown() throws Exception {
    add(1, "house", BEGINNING);
    log.add(
        2,
        "{\"seq\":2,\"time\":\"2026-11-01T00:00:01.000Z\",\"clock\":\"unsynchronised\",\"battery\":\"house\"}");
    log.add(3, "{\"seq\":3,\"battery\":\"house\"}");
    add(4, "../x", BEGINNING);
    add(5, "van", BEGINNING);
    begin();

    start(Optional.empty(), 0, 10);

    assertThat(awaitDone()).hasToString("{state=done, sent=2}");
    assertThat(sent).containsExactly("house 1", "van 5");
  }

  @Test
  void isOneAtATimeAndCanBeStopped() throws Exception {
    add(1, "house", BEGINNING);
    add(2, "house", BEGINNING);
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    replay.begin((battery, _) -> {
      sent.add(battery);
      first.countDown();
      return goOn.await(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
    });
    start(Optional.empty(), 0, 10);
    assertThat(first.await(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(isStarted(Optional.empty(), 0, 10)).isFalse();
    assertThat(replay.stop()).isTrue();
    goOn.countDown();

    assertThat(awaitDone()).hasToString("{state=stopped, sent=1}");
    assertThat(sent).hasSize(1);
  }

  @Test
  void saysThatTheBrokerDidNotTakeASample() throws Exception {
    add(1, "house", BEGINNING);
    replay.begin((_, _) -> false);

    start(Optional.empty(), 0, 10);

    assertThat(awaitDone()).containsEntry("error", "the broker did not take a sample");
  }

  @Test
  void saysThatTheJournalCannotBeRead() throws Exception {
    add(1, "house", BEGINNING);
    log.breaks(true);
    begin();

    start(Optional.empty(), 0, 10);

    assertThat(awaitDone()).containsEntry("error", "the journal could not be read");
  }

  @Test
  void needsASession() {
    assertThat(isStarted(Optional.empty(), 0, 10)).isFalse();
  }

  private void begin() {
    replay.begin((battery, json) ->
        sent.add(
            battery
                + " "
                + new String(json, java.nio.charset.StandardCharsets.UTF_8)
                    .replaceAll("\\D*seq\\D+(\\d+).*", "$1")));
  }

  private void add(long seq, String battery, Instant time) {
    log.add(seq, "{\"seq\":" + seq + ",\"time\":\"" + time + "\",\"battery\":\"" + battery + "\"}");
  }

  private void start(Optional<String> battery, long fromMinute, long toMinute) {
    assertThat(isStarted(battery, fromMinute, toMinute)).isTrue();
  }

  private boolean isStarted(Optional<String> battery, long fromMinute, long toMinute) {
    return replay.start(
        battery,
        new Replay.Times(
            BEGINNING.plusSeconds(60 * fromMinute), BEGINNING.plusSeconds(60 * toMinute)),
        () -> {},
        done::add);
  }

  private Map<String, Object> awaitDone() throws InterruptedException {
    Map<String, Object> result = done.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return result;
  }
}
