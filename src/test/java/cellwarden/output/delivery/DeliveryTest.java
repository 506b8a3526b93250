package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.output.delivery.SeqRanges.SeqRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeliveryTest {

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private int journalId = 1;
  private Delivery delivery = Delivery.withoutBackfill();

  @BeforeEach
  void beginAtTheEnd() throws IOException {
    file = folder.resolve("bms_data.mqtt.json");
    delivery = delivery(DeliveryState.atTheEnd(100), 100);
  }

  @Test
  void missesNothingOfWhatTheJournalHeldBefore() {
    assertThat(delivery.state()).isEqualTo(state(101));
    assertThat(delivery.neededFrom()).isEqualTo(101);
  }

  @Test
  void missesWhatIsOnlyNotedAndKeepsNoMoreThanARange() {
    for (long seq = 101; seq <= 1_000_000; seq++) {
      delivery.noted(seq);
    }

    assertThat(delivery.state()).isEqualTo(state(1_000_001, new SeqRange(101, 1_000_000)));
    assertThat(delivery.missedCount()).isEqualTo(999_900);
    assertThat(delivery.neededFrom()).isEqualTo(101);
  }

  @Test
  void missesNothingThatIsAcknowledged() {
    delivery.goesLive(101);
    assertThat(delivery.state()).isEqualTo(state(102, new SeqRange(101, 101)));
    assertThat(delivery.neededFrom()).isEqualTo(101);

    delivery.acknowledged(101);

    assertThat(delivery.state()).isEqualTo(state(102));
    assertThat(delivery.neededFrom()).isEqualTo(102);
  }

  @Test
  void missesWhatWasOnItsWayWhenTheSessionEnds() {
    delivery.goesLive(101);
    delivery.goesLive(102);
    delivery.acknowledged(101);
    delivery.liveIsOver();

    assertThat(delivery.isMissed("a", 102)).isTrue();
    assertThat(delivery.state()).isEqualTo(state(103, new SeqRange(102, 102)));
  }

  @Test
  void missesWhatTheBrokerDidNotTakeLive() {
    delivery.goesLive(101);
    delivery.refusedLive(101);

    assertThat(delivery.isMissed("a", 101)).isTrue();
  }

  @Test
  void takesANumberThatWasPassedOverForMissedUntilItComes() {
    delivery.goesLive(102);
    assertThat(delivery.isMissed("a", 101)).isTrue();

    delivery.goesLive(101);
    delivery.acknowledged(102);
    delivery.acknowledged(101);

    assertThat(delivery.state()).isEqualTo(state(103));
  }

  @Test
  void doesNotMissAgainWhatIsSentAgain() {
    delivery.goesLive(101);
    delivery.acknowledged(101);
    delivery.liveIsOver();

    delivery.goesLive(101);
    delivery.liveIsOver();

    assertThat(delivery.state()).isEqualTo(state(102));
  }

  @Test
  void goesOnFromWhatWasSavedAndMissesWhatCameAfterIt() throws IOException {
    Delivery later = delivery(state(50, new SeqRange(10, 12)), 60);

    assertThat(later.state()).isEqualTo(state(61, new SeqRange(10, 12), new SeqRange(50, 60)));
  }

  @Test
  void cutsWhatWasSavedToTheNumbersOfTheJournal() {
    DeliveryState saved = state(5_000, new SeqRange(3, 10), new SeqRange(20, 30));

    assertThat(saved.within(7)).isEqualTo(state(8, new SeqRange(3, 7)));
    assertThat(saved.within(0)).isEqualTo(state(1));
    assertThat(saved.within(9_000)).isEqualTo(saved);
  }

  @Test
  void givesTheOldestOnlyWhileNothingLiveWaits() throws Exception {
    assertThat(delivery.awaitMissed(Set.of(), AT_ONCE)).isEmpty();
    delivery.noted(101);
    assertThat(delivery.awaitMissed(Set.of(), AT_ONCE)).contains(new SeqRange(101, 101));

    delivery.goesLive(102);
    assertThat(delivery.awaitMissed(Set.of(), AT_ONCE)).isEmpty();

    delivery.acknowledged(102);
    delivery.awaitTurn();
    assertThat(delivery.awaitMissed(Set.of(), AT_ONCE)).contains(new SeqRange(101, 101));
  }

  @Test
  void asksForWhatWasSavedWhenTheJournalIsOpen() throws IOException {
    saved(state(4_990));
    journalId = 0;
    Delivery late = delivery();
    late.takeUp(0);
    assertThat(Destinations.saved(file))
        .as("nothing to save yet")
        .isEqualTo("{\"next\":4990,\"pending\":[]}");
    assertThat(late.neededFrom()).isEqualTo(1);

    journalId = 1;
    late.noted(5_001);
    late.takeUp(9_000);

    assertThat(late.state()).isEqualTo(state(5_002, new SeqRange(4_990, 5_001)));
  }

  @Test
  void takesUpWhatTheJournalOfALateDiskStillOwes() throws IOException {
    Delivery late = delivery(state(1), 0);
    late.noted(1);
    late.goesLive(2);
    late.refused("a", 1);

    saved(state(500, new SeqRange(20, 30)));
    journalId = 2;
    late.goesLive(501);
    late.acknowledged(2);

    assertThat(late.state()).isEqualTo(state(502, new SeqRange(20, 30), new SeqRange(500, 501)));
  }

  @Test
  void asksAgainForWhatCannotBeReadAndHasNothingToSaveUntilThen() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    Delivery late = delivery();
    late.takeUp(100);
    late.goesLive(101);
    late.acknowledged(101);
    late.save();
    assertThat(file).isDirectory();
    assertThat(late.neededFrom()).isEqualTo(1);

    Files.delete(file);
    saved(state(90, new SeqRange(7, 8)));
    late.goesLive(102);

    assertThat(late.state()).isEqualTo(state(103, new SeqRange(7, 8), new SeqRange(90, 102)));
  }

  /// What was to be saved of the journal before must not take the place of what another one owes.
  @Test
  void savesNothingOfOneJournalToTheFileOfAnother() throws IOException {
    delivery.noted(101);
    delivery.acknowledged(101);
    Files.delete(file);
    Files.createDirectory(file);
    journalId = 2;
    delivery.takeUp(500);
    Files.delete(file);
    saved(state(90, new SeqRange(7, 8)));

    delivery.save();

    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":90,\"pending\":[[7,8]]}");
  }

  @Test
  void keepsWhatARefusedBatteryMissesApartButStillOwesIt() throws Exception {
    for (long seq = 101; seq <= 106; seq++) {
      delivery.noted(seq);
    }
    delivery.acknowledged(101);
    delivery.refused("a", 102);
    delivery.acknowledged(103);
    delivery.refused("a", 104);
    delivery.acknowledged(105);
    delivery.refused("b", 106);

    assertThat(delivery.awaitMissed(Set.of("a", "b"), AT_ONCE)).isEmpty();
    assertThat(delivery.awaitMissed(Set.of("b"), AT_ONCE)).contains(new SeqRange(102, 102));
    assertThat(delivery.awaitMissed(Set.of("a"), AT_ONCE)).contains(new SeqRange(106, 106));
    assertThat(delivery.isMissed("a", 102)).isTrue();
    assertThat(delivery.isMissed("c", 102)).isFalse();
    assertThat(delivery.missedCount()).isEqualTo(3);
    assertThat(delivery.state())
        .isEqualTo(
            state(107, new SeqRange(102, 102), new SeqRange(104, 104), new SeqRange(106, 106)));
    assertThat(delivery.neededFrom()).isEqualTo(102);

    delivery.acknowledged(102);
    assertThat(delivery.neededFrom()).isEqualTo(104);
    delivery.acknowledged(104);
    delivery.acknowledged(106);
    assertThat(delivery.state()).isEqualTo(state(107));
  }

  @Test
  void missesOfARefusedBatteryWhatComesLaterToo() {
    delivery.noted(101);
    delivery.refused("a", 101);
    delivery.noted(102);
    delivery.goesLive(103);
    delivery.liveIsOver();

    delivery.passedOver(101, 103, Set.of("a"));

    assertThat(delivery.isMissed("b", 102)).isFalse();
    assertThat(delivery.state()).isEqualTo(state(104, new SeqRange(101, 103)));
  }

  /// Numbers that are kept for a refused battery turn out to be those of another one.
  @Test
  void forgetsWhatIsNotMissedAfterAll() {
    for (long seq = 101; seq <= 104; seq++) {
      delivery.noted(seq);
    }
    delivery.refused("a", 101);
    delivery.passedOver(102, 103, Set.of("a"));
    delivery.goesLive(104);

    delivery.forgetUnlessMissed("a", 102);
    delivery.forgetUnlessMissed("b", 103);
    delivery.forgetUnlessMissed("b", 104);

    delivery.refusedLive(104);
    assertThat(delivery.state())
        .isEqualTo(state(105, new SeqRange(101, 102), new SeqRange(104, 104)));
  }

  private Delivery delivery(DeliveryState saved, long lastSeq) throws IOException {
    saved(saved);
    Delivery begun = delivery();
    begun.takeUp(lastSeq);
    return begun;
  }

  private Delivery delivery() {
    return new Delivery(
        () -> journalId,
        Optional.of(new DeliveryFile(file, Destinations.WORDS)),
        BackfillSettings.with(Optional.empty()),
        System::nanoTime);
  }

  private void saved(DeliveryState state) throws IOException {
    Files.write(file, state.json());
  }

  private static DeliveryState state(long next, SeqRange... pending) {
    return new DeliveryState(next, List.of(pending));
  }
}
