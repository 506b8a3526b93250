package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
  void forgetsNumbersThatANewJournalHasNotGiven() {
    Delivery renewed = delivery(state(5_000, new SeqRange(3, 10)), 7);
    assertThat(renewed.state()).isEqualTo(state(8, new SeqRange(3, 7)));

    Delivery empty = delivery(state(5_000, new SeqRange(3, 10)), 0);
    assertThat(empty.state()).isEqualTo(state(1));
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
  void countsWhatChangedSinceItWasAsked() {
    delivery.noted(101);
    delivery.goesLive(102);
    delivery.acknowledged(102);
    delivery.caughtUp(101, 101);
    delivery.caughtUp(101, 101);
    assertThat(delivery.changes()).isEqualTo(4);

    delivery.state();
    assertThat(delivery.changes()).isZero();
  }

  @Test
  void asksForWhatWasSavedWhenTheJournalGivesItsFirstNumber() {
    List<Long> asked = new ArrayList<>();
    Delivery late =
        new Delivery(lastSeq -> {
          asked.add(lastSeq);
          return state(4_990);
        });
    assertThat(late.changes()).as("nothing to save yet").isZero();
    assertThat(late.neededFrom()).isEqualTo(1);

    late.noted(5_001);
    late.begin(9_000);

    assertThat(asked).containsExactly(5_000L);
    assertThat(late.state()).isEqualTo(state(5_002, new SeqRange(4_990, 5_001)));
  }

  private static Delivery delivery(DeliveryState saved, long lastSeq) {
    Delivery delivery = new Delivery(_ -> saved);
    delivery.begin(lastSeq);
    return delivery;
  }

  private static DeliveryState state(long next, SeqRange... pending) {
    return new DeliveryState(next, List.of(pending));
  }
}
