package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.output.delivery.SeqRanges.SeqRange;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeSampleLog;
import cellwarden.testing.Guard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackfillTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /// One sample follows the other at once, nothing is saved by the clock, and after trouble nothing
  /// is tried again in this session.
  private static final BackfillSettings SETTINGS =
      new BackfillSettings(Duration.ZERO, HOUR, HOUR, HOUR, 1000, Optional.empty());

  @TempDir private Path folder = Path.of("");
  private final FakeSampleLog journal = new FakeSampleLog();
  private final ScriptedDestination receiver = new ScriptedDestination();
  private final CapturedLog log = CapturedLog.start();
  private Delivery delivery = Delivery.withoutBackfill();
  private Optional<Backfill> begun = Optional.empty();

  /// A thread that still saves when its folder goes would warn in the next test.
  @AfterEach
  void end() throws Exception {
    begun.ifPresent(Backfill::end);
    Guard.await("the end of the thread", () -> threads().isEmpty());
    log.close();
  }

  @Test
  void sendsWhatWasMissedOldestFirstAsItStandsInTheJournal() throws Exception {
    journal.with("a", 1, 2).with("b", 3, 3).with("a", 4, 4);
    backfill(missed(1, 4), SETTINGS).begin(receiver);

    assertTaken(line("a", 1), line("a", 2), line("b", 3), line("a", 4));
    awaitSaved("{\"next\":5,\"pending\":[]}");
    assertThat(log.messages("INFO"))
        .containsExactly(
            "mqtt: missed samples: up to 4; they follow on base/+/history",
            "mqtt: missed samples sent: 4; none is left");
  }

  @Test
  void sendsAgainWhatWasNotAcknowledged() throws Exception {
    journal.with("a", 1, 2);
    Backfill backfill = backfill(missed(1, 2), SETTINGS);
    ScriptedDestination mute = new ScriptedDestination().isSilent();
    backfill.begin(mute);
    mute.awaitSilence();
    backfill.end();

    backfill.begin(receiver);

    assertTaken(line("a", 1), line("a", 2));
  }

  @Test
  void keepsNothingOfOtherBatteriesBackForOneThatIsRefused() throws Exception {
    journal.with("a", 1, 1).with("b", 2, 4).with("a", 5, 5).with("b", 6, 6);
    backfill(missed(1, 6), SETTINGS).begin(receiver.refuse("a"));

    assertTaken(line("b", 2), line("b", 3), line("b", 4), line("b", 6));
    Guard.await("its end", () -> delivery.missedCount() == 2);
    assertThat(delivery.state().pending()).containsExactly(new SeqRange(1, 1), new SeqRange(5, 5));
    assertThat(receiver.asked()).as("a was tried once").isEqualTo(5);
  }

  @Test
  void sendsWhatWasSetAsideAndNothingElseWhenItIsAllowed() throws Exception {
    journal.with("a", 1, 1).with("b", 2, 4).with("a", 5, 5).with("b", 6, 6);
    Backfill backfill = backfill(missed(1, 6), settings(Duration.ZERO, HOUR, Optional.empty()));
    ScriptedDestination strict = new ScriptedDestination().refuse("a");
    backfill.begin(strict);
    for (int seq : List.of(2, 3, 4, 6)) {
      assertThat(strict.awaitTaken()).isEqualTo(line("b", seq));
    }
    backfill.end();

    backfill.begin(receiver);

    assertTaken(line("a", 1), line("a", 5));
    Guard.await("the end", () -> delivery.missedCount() == 0);
    awaitSaved("{\"next\":7,\"pending\":[]}");
    assertThat(receiver.hasNothingMore()).isTrue();
  }

  @Test
  void leavesABatteryAloneUnderWhichSessionsBreak() throws Exception {
    journal.with("a", 1, 9);
    Backfill backfill = backfill(missed(1, 9), SETTINGS);
    for (int i = 0; i < 3; i++) {
      ScriptedDestination broken = new ScriptedDestination().breaks();
      backfill.begin(broken);
      Guard.await("the breach", () -> broken.asked() == 1);
      backfill.end();
    }

    backfill.begin(receiver);

    Guard.await("its place", () -> !delivery.isMissed("b", 9));
    assertThat(delivery.isMissed("a", 1)).isTrue();
    assertThat(receiver.asked()).isZero();
    assertThat(log.messages("WARN"))
        .singleElement()
        .asString()
        .contains("each session broke when something");
  }

  @Test
  void passesOverNumbersThatTheJournalDoesNotHave() throws Exception {
    journal.with("a", 3, 3).add(4, "{\"battery\":\"no/name\"}");
    journal.with("a", 6, 6);
    backfill(missed(1, 6), SETTINGS).begin(receiver);

    assertTaken(line("a", 3), line("a", 6));
    awaitSaved("{\"next\":7,\"pending\":[]}");
  }

  @Test
  void waitsForWhatIsNotSafelyInTheJournalYet() throws Exception {
    journal.with("a", 1, 5).isSafeTo(2);
    backfill(missed(1, 5), SETTINGS).begin(receiver);
    assertTaken(line("a", 1), line("a", 2));

    journal.isSafeTo(5);

    assertTaken(line("a", 3), line("a", 4), line("a", 5));
  }

  @Test
  void stillOwesWhatWentLiveWhileItsRangeWasReadAndWasRefused() throws Exception {
    journal.with("a", 1, 4);
    Backfill backfill = backfill(missed(1, 4), SETTINGS);
    CompletableFuture<DeliveryState> seen = new CompletableFuture<>();
    journal.whenShown(
        2,
        () -> {
          delivery.goesLive(2);
          journal.whenShown(
              3,
              () -> {
                delivery.refusedLive(2);
                seen.complete(delivery.state());
              });
        });

    backfill.begin(receiver);

    assertThat(seen.get(Guard.HANG.toSeconds(), TimeUnit.SECONDS).pending())
        .containsExactly(new SeqRange(2, 4));
    assertTaken(line("a", 1), line("a", 3), line("a", 4), line("a", 2));
  }

  @Test
  void sendsNothingThatIsTooOldAndSaysSoOnce() throws Exception {
    journal.with("a", 1, 2);
    journal.add(3, "{\"time\":\"2026-11-22T14:59:00.000Z\",\"battery\":\"a\"}");
    journal.add(4, "{\"time\":\"1970-01-01T00:00:09Z\",\"battery\":\"a\",\"clock\":\"no\"}");
    backfill(missed(1, 4), settings(HOUR, HOUR, Optional.of(Duration.ofMinutes(30))))
        .begin(receiver);

    assertThat(receiver.awaitTaken()).contains("14:59:00");
    assertThat(receiver.awaitTaken()).contains("1970");
    awaitSaved("{\"next\":5,\"pending\":[]}");
    assertThat(log.messages("INFO"))
        .contains(
            "mqtt: missed samples from before 2026-11-22T14:30:00Z are not sent (mqtt.max_age);"
                + " they stay in the journal");
  }

  @Test
  void triesAgainWhenTheJournalCannotBeReadAndSaysSoOnce() throws Exception {
    journal.with("a", 1, 1).breaks(true);
    backfill(missed(1, 1), settings(HOUR, Duration.ZERO, Optional.empty())).begin(receiver);
    Guard.await("the third try", () -> journal.reads() > 2);

    journal.breaks(false);

    assertTaken(line("a", 1));
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: what was missed cannot be read from the journal (scripted: no disk); check the"
                + " disk, it is tried again every minute");
  }

  @Test
  void doesNotTakeAnEmptyFolderForAJournalThatHasRemovedEverything() throws Exception {
    journal.with("a", 1, 2).vanishes(true);
    backfill(missed(1, 2), settings(HOUR, Duration.ZERO, Optional.empty())).begin(receiver);
    Guard.await("the third try", () -> journal.reads() > 2);

    journal.vanishes(false);

    assertTaken(line("a", 1), line("a", 2));
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: what was missed cannot be read from the journal (it ends before sample 2);"
                + " check the disk, it is tried again every minute");
  }

  @Test
  void savesAfterSoManyAndNotMoreOften() throws Exception {
    journal.with("a", 1, 2500);
    ScriptedDestination mute = new ScriptedDestination();
    journal.whenShown(2501, mute::isSilent);
    journal.with("b", 2501, 2501);
    backfill(missed(1, 2501), SETTINGS).begin(mute);

    mute.awaitSilence();

    awaitSaved("{\"next\":2502,\"pending\":[[2000,2501]]}");
  }

  /// The disk does not answer when the session ends, nor when the next ones begin.
  @Test
  void hasNoSecondThreadWhereTheFirstHangsWhenItsSessionEnds() throws Exception {
    journal.with("a", 1, 2);
    CountDownLatch answer = new CountDownLatch(1);
    journal.hangsUntil(answer);
    Backfill backfill = backfill(missed(1, 2), SETTINGS);
    ScriptedDestination first = new ScriptedDestination();
    ScriptedDestination second = new ScriptedDestination();
    backfill.begin(first);
    Guard.await("the hang", journal::hangs);
    backfill.end();
    backfill.begin(second);
    backfill.end();
    backfill.begin(receiver);
    assertThat(threads()).hasSize(1);

    answer.countDown();

    assertTaken(line("a", 1), line("a", 2));
    assertThat(first.asked() + second.asked()).isZero();
    assertThat(threads()).hasSize(1);
    backfill.end();
    Guard.await("its end", () -> threads().isEmpty());
  }

  @Test
  void bugGoesWhereOneOfTheCallingThreadWouldAndTheNextSessionGoesOn() throws Exception {
    journal.with("a", 1, 2);
    Backfill backfill = backfill(missed(1, 2), SETTINGS);
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, bug) -> told.complete(bug))
            .start(() -> backfill.begin(new ScriptedDestination().hasABug()));
    caller.join();
    assertThat(told.get(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).hasMessage("scripted: bug");
    backfill.end();

    backfill.begin(receiver);

    assertTaken(line("a", 1), line("a", 2));
  }

  /// Three batteries, of which each session refuses other ones, and some acknowledge nothing.
  @Test
  void deliversEachSampleOnceWhateverWasRefusedOnTheWay() throws Exception {
    Random random = new Random(7);
    List<String> batteries = List.of("a", "b", "c");
    List<String> lines = new ArrayList<>();
    for (int seq = 1; seq <= 600; seq++) {
      String battery = batteries.get(random.nextInt(3));
      if (random.nextInt(10) > 0) {
        journal.with(battery, seq, seq);
        lines.add(line(battery, seq));
      }
    }
    journal.with("a", 601, 601);
    lines.add(line("a", 601));
    Backfill backfill =
        backfill(missed(1, 601), settings(Duration.ZERO, Duration.ZERO, Optional.empty()));
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ScriptedDestination session = new ScriptedDestination().takesOnly(random.nextInt(150));
      batteries.stream().filter(_ -> random.nextBoolean()).forEach(session::refuse);
      backfill.begin(session);
      Guard.await("a try", () -> session.asked() > 0 || session.hasHadEnough());
      backfill.end();
      taken.addAll(session.allTaken());
    }
    backfill.begin(receiver);
    Guard.await("the rest", () -> delivery.missedCount() == 0);
    taken.addAll(receiver.allTaken());

    assertThat(taken).containsExactlyInAnyOrderElementsOf(lines);
    awaitSaved("{\"next\":602,\"pending\":[]}");
  }

  @Test
  void goesOnFromWhatIsSaved() throws IOException {
    journal.with("a", 1, 9);
    Files.writeString(path(), "{\"next\":8,\"pending\":[[2,3]]}");

    assertThat(ofJournal().state().pending())
        .containsExactly(new SeqRange(2, 3), new SeqRange(8, 9));
  }

  @Test
  void deliversANewJournalFromItsFirstSampleOn() {
    ofJournal();
    assertThat(saved()).isEqualTo("{\"next\":1,\"pending\":[]}");
    journal.with("a", 1, 1);

    Delivery afterACrash = ofJournal();

    assertThat(afterACrash.isMissed("a", 1)).isTrue();
  }

  @Test
  void leavesWhatIsSavedAloneWhileTheJournalCannotBeRead() throws IOException {
    Files.writeString(path(), "{\"next\":8,\"pending\":[[2,3]]}");

    journal.isJournal(0);

    Delivery ofNone = ofJournal();
    assertThat(saved()).isEqualTo("{\"next\":8,\"pending\":[[2,3]]}");
    journal.isJournal(1);
    ofNone.goesLive(10);

    assertThat(ofNone.state().pending()).containsExactly(new SeqRange(2, 3), new SeqRange(8, 10));
  }

  private Delivery ofJournal() {
    return Delivery.of(journal, new DeliveryFile(path(), Destinations.WORDS), SETTINGS);
  }

  private Backfill backfill(DeliveryState saved, BackfillSettings settings) throws IOException {
    Files.write(path(), saved.json());
    delivery =
        new Delivery(
            journal::journalId,
            Optional.of(new DeliveryFile(path(), Destinations.WORDS)),
            settings,
            System::nanoTime);
    delivery.takeUp(saved.next() - 1);
    Backfill backfill =
        new Backfill(
            Destinations.WORDS,
            journal,
            delivery,
            settings,
            InstantSource.fixed(Instant.parse("2026-11-22T15:00:00Z")));
    begun = Optional.of(backfill);
    return backfill;
  }

  private static BackfillSettings settings(
      Duration refused, Duration retry, Optional<Duration> maxAge) {
    return new BackfillSettings(Duration.ZERO, refused, retry, HOUR, 1000, maxAge);
  }

  /// An earlier run left these undelivered.
  private static DeliveryState missed(long from, long to) {
    return new DeliveryState(to + 1, List.of(new SeqRange(from, to)));
  }

  private static String line(String battery, long seq) {
    return FakeSampleLog.line(battery, seq);
  }

  private void assertTaken(String... lines) throws InterruptedException {
    for (String line : lines) {
      assertThat(receiver.awaitTaken()).isEqualTo(line);
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("mqtt-history"))
        .toList();
  }

  private Path path() {
    return folder.resolve("bms_data.mqtt.json");
  }

  private void awaitSaved(String state) throws Exception {
    Guard.await(state, () -> saved().equals(state));
  }

  private String saved() {
    try {
      return Files.exists(path()) ? Destinations.saved(path()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
