package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeliveryTest {

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Delivery delivery = delivery(DeliveryState.atTheEnd(100), 100);

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

    assertThat(delivery.isMissed(102)).isTrue();
    assertThat(delivery.state()).isEqualTo(state(103, new SeqRange(102, 102)));
  }

  @Test
  void missesWhatTheBrokerDidNotTakeLive() {
    delivery.goesLive(101);
    delivery.refused(101);

    assertThat(delivery.isMissed(101)).isTrue();
  }

  @Test
  void takesANumberThatWasPassedOverForMissedUntilItComes() {
    delivery.goesLive(102);
    assertThat(delivery.isMissed(101)).isTrue();

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
  void goesOnFromWhatWasSavedAndMissesWhatCameAfterIt() {
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
    assertThat(delivery.awaitMissed(AT_ONCE)).isEmpty();
    delivery.noted(101);
    assertThat(delivery.awaitMissed(AT_ONCE)).contains(new SeqRange(101, 101));

    delivery.goesLive(102);
    assertThat(delivery.awaitMissed(AT_ONCE)).isEmpty();

    delivery.acknowledged(102);
    delivery.awaitTurn();
    assertThat(delivery.awaitMissed(AT_ONCE)).contains(new SeqRange(101, 101));
  }

  @Test
  void countsWhatIsWorthSaving() {
    long before = delivery.changes();
    delivery.noted(101);
    delivery.goesLive(102);
    delivery.acknowledged(102);
    delivery.caughtUp(101, 101);
    delivery.caughtUp(101, 101);
    assertThat(delivery.changes() - before).isEqualTo(2);
  }

  @Test
  void asksForWhatWasSavedWhenTheJournalIsOpen() {
    List<Long> asked = new ArrayList<>();
    int[] epoch = new int[1];
    Delivery late =
        new Delivery(
            () -> epoch[0],
            lastSeq -> {
              asked.add(lastSeq);
              return Optional.of(state(4_990));
            });
    late.takeUp(0);
    assertThat(asked).isEmpty();
    assertThat(late.changes()).as("nothing to save yet").isZero();
    assertThat(late.neededFrom()).isEqualTo(1);

    epoch[0] = 1;
    late.noted(5_001);
    late.takeUp(9_000);

    assertThat(asked).containsExactly(5_000L);
    assertThat(late.state()).isEqualTo(state(5_002, new SeqRange(4_990, 5_001)));
  }

  @Test
  void takesUpAnewWhatTheJournalOfALateDiskStillOwes() {
    int[] epoch = {1};
    Delivery late =
        new Delivery(
            () -> epoch[0],
            lastSeq -> Optional.of(lastSeq == 0 ? state(1) : state(500, new SeqRange(20, 30))));
    late.takeUp(0);
    late.noted(1);
    late.goesLive(2);
    late.setAside("base/a/history", 1);

    epoch[0] = 2;
    late.goesLive(501);
    late.acknowledged(2);

    assertThat(late.state()).isEqualTo(state(502, new SeqRange(20, 30), new SeqRange(500, 501)));
  }

  @Test
  void asksAgainForWhatCannotBeReadAndHasNothingToSaveUntilThen() {
    Deque<Optional<DeliveryState>> answers =
        new ArrayDeque<>(
            List.of(
                Optional.empty(), Optional.empty(), Optional.of(state(90, new SeqRange(7, 8)))));
    Delivery late = new Delivery(() -> 1, _ -> answers.remove());
    late.takeUp(100);
    late.goesLive(101);
    late.acknowledged(101);
    assertThat(late.changes()).isZero();
    assertThat(late.neededFrom()).isEqualTo(1);

    late.goesLive(102);

    assertThat(late.state()).isEqualTo(state(103, new SeqRange(7, 8), new SeqRange(90, 102)));
  }

  @Test
  void keepsWhatIsSetAsideApartFromWhatIsMissedButStillOwesIt() {
    for (long seq = 101; seq <= 106; seq++) {
      delivery.noted(seq);
    }
    delivery.setAside("base/a/history", 102);
    delivery.setAside("base/a/history", 104);
    delivery.setAside("base/b/history", 106);
    delivery.caughtUp(101, 101);
    delivery.caughtUp(103, 103);
    delivery.caughtUp(105, 105);

    assertThat(delivery.isMissed(102)).isFalse();
    assertThat(delivery.missedCount()).isEqualTo(4);
    assertThat(delivery.aside())
        .containsOnly(
            entry("base/a/history", new SeqRange(102, 104)),
            entry("base/b/history", new SeqRange(106, 106)));
    assertThat(delivery.state())
        .isEqualTo(state(107, new SeqRange(102, 104), new SeqRange(106, 106)));
    assertThat(delivery.neededFrom()).isEqualTo(102);

    delivery.takenFromAside("base/a/history", 102);
    assertThat(delivery.neededFrom()).isEqualTo(103);
    delivery.takenFromAside("base/a/history", 104);
    delivery.takenFromAside("base/b/history", 106);
    assertThat(delivery.state()).isEqualTo(state(107));
  }

  private static Delivery delivery(DeliveryState saved, long lastSeq) {
    Delivery delivery = new Delivery(() -> 1, _ -> Optional.of(saved));
    delivery.takeUp(lastSeq);
    return delivery;
  }

  private static DeliveryState state(long next, SeqRange... pending) {
    return new DeliveryState(next, List.of(pending));
  }
}
