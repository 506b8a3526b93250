package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import cellwarden.transport.Deadline;
import cellwarden.transport.bluez.AdapterTurns.Turn;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Many batteries on one adapter; `home` are those that answered the last time.
final class AdapterTurnsTest {

  private final AdapterTurns turns = new AdapterTurns(Duration.ZERO);
  private final LinkedBlockingQueue<Granted> granted = new LinkedBlockingQueue<>();

  private record Granted(String who, Turn turn) {}

  @Test
  void goInTheOrderOfAsking() throws Exception {
    Turn first = take("away 1");
    ask("away 2");
    ask("away 3");
    ask("away 4");

    assertNext(first, "away 2", "away 3", "away 4");
  }

  @Test
  void oneThatAnswersWaitsForNoSecondThatIsAway() throws Exception {
    answers("home");
    Turn first = take("away 1");
    ask("away 2");
    ask("away 3");
    ask("home");

    assertNext(first, "home", "away 2", "away 3");
  }

  @Test
  void nobodyGoesFirstForEver() throws Exception {
    answers("home 1");
    answers("home 2");
    answers("home 3");
    Turn first = take("home 1");
    ask("away 1");
    ask("home 2");
    ask("away 2");
    ask("home 3");

    assertNext(first, "away 1", "home 2", "home 3", "away 2");
  }

  @Test
  void oneThatIsAwayHasItsTurnHoweverManyAsk() throws Exception {
    answers("home 1");
    answers("home 2");
    Turn away = take("away 1");
    ask("home 1");
    ask("away 2");
    away.close();
    Granted home = next();
    assertThat(home.who()).isEqualTo("home 1");
    ask("home 2");

    assertNext(home.turn(), "away 2", "home 2");
  }

  @Test
  void oneThatIsReachedNoMoreIsAway() throws Exception {
    answers("home");
    take("home").close();
    Turn first = take("away 1");
    ask("away 2");
    ask("home");

    assertNext(first, "away 2", "home");
  }

  @Test
  void oneWhoseTurnWasShortStillAnswers() throws Exception {
    AdapterTurns longer = new AdapterTurns(Guard.HANG);
    try (Turn turn = longer.take("home", Deadline.in(Guard.HANG)).orElseThrow()) {
      turn.answered();
    }
    longer.take("home", Deadline.in(Guard.HANG)).orElseThrow().close();
    Turn first = longer.take("away 1", Deadline.in(Guard.HANG)).orElseThrow();
    ask(longer, "away 2");
    ask(longer, "home");

    assertNext(first, "home", "away 2");
  }

  @Test
  void whoGivesUpIsWaitedForByNobody() throws Exception {
    Turn first = take("away 1");
    Thread gone = ask("away 2");
    ask("away 3");
    gone.interrupt();
    gone.join();

    assertNext(first, "away 3");
  }

  @Test
  void endsInTimeAndOnlyForOthers() throws Exception {
    Turn first = take("away 1");
    assertThat(first.isOver()).as("nobody waits").isFalse();
    assertThat(turns.take("away 2", Deadline.in(Duration.ofMillis(1)))).isEmpty();
    assertThat(first.isOver()).as("nobody waits any more").isFalse();
    ask("away 3");

    assertThat(first.isOver()).isTrue();
    assertNext(first, "away 3");
  }

  private void answers(String who) throws Exception {
    try (Turn turn = take(who)) {
      turn.answered();
    }
  }

  private Turn take(String who) throws InterruptedException {
    return turns.take(who, Deadline.in(Guard.HANG)).orElseThrow();
  }

  private Thread ask(String who) throws Exception {
    return ask(turns, who);
  }

  /// Returns when it waits.
  private Thread ask(AdapterTurns asked, String who) throws Exception {
    Thread asking =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                asked
                    .take(who, Deadline.in(Guard.HANG))
                    .ifPresent(turn -> granted.add(new Granted(who, turn)));
              } catch (InterruptedException e) {
                // It gave up.
              }
            });
    Guard.await("it waits", () -> asking.getState() == Thread.State.TIMED_WAITING);
    return asking;
  }

  private Granted next() throws Exception {
    return Objects.requireNonNull(granted.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS));
  }

  /// Who has the next turns.
  private void assertNext(Turn first, String... expected) throws Exception {
    Turn turn = first;
    for (String who : expected) {
      turn.close();
      Granted next = next();
      assertThat(next.who()).isEqualTo(who);
      turn = next.turn();
    }
    turn.close();
  }
}
