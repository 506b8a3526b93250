package cellwarden.transport.ble.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.ble.BleTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LadderTest {

  private static final String HCI = "hci0";
  private static final Set<String> BOTH = Set.of("a", "b");
  private static final Set<Rung> ALL = EnumSet.allOf(Rung.class);

  private final Ladder ladder = new Ladder();

  /// Overflows after a minute, as it may.
  private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

  LadderTest() {
    BOTH.forEach(battery -> ladder.knows(battery, now));
  }

  @Test
  void touchesAnAdapterOnlyWhenAllItsBatteriesFailForLong() {
    fail("a", BleTrouble.NO_CONNECT, 3);
    fail("b", BleTrouble.NO_CONNECT, 2);
    pass(Ladder.SILENCE);
    assertThat(isSuspect()).as("the other failed twice only").isFalse();

    fail("b", BleTrouble.NO_CONNECT, 1);
    assertThat(isSuspect()).isTrue();
  }

  @Test
  void leavesAnAdapterAloneThatWasOfUseALittleWhileAgo() {
    pass(Duration.ofHours(1));
    ladder.reached("b", HCI, now);
    fail("a", BleTrouble.NO_CONNECT, 9);
    fail("b", BleTrouble.NO_CONNECT, 9);
    pass(Ladder.SILENCE.minusNanos(1));
    assertThat(isSuspect()).isFalse();

    pass(Duration.ofNanos(1));
    assertThat(isSuspect()).isTrue();
  }

  @Test
  void leavesAnAdapterAloneOverWhichAnotherBatteryIsRead() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMinutes(1));
      fail("a", BleTrouble.NO_CONNECT, 1);
      ladder.reached("b", HCI, now);
      assertThat(isSuspect()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_USE", "STUCK", "DROPPED", "NOT_JBD", "WANTS_PAIRING", "NO_RIGHTS"})
  void leavesAnAdapterAloneWhereTheTroubleOfOneShowsThatItWorks(BleTrouble trouble) {
    fail("a", BleTrouble.NO_CONNECT, 9);
    fail("b", trouble, 9);
    pass(Duration.ofDays(1));

    assertThat(isSuspect()).isFalse();
  }

  @Test
  void climbsAndBeginsFromTheFirstAgain() {
    assertThat(climb(BleTrouble.ADAPTER_HANGS, ALL, 4))
        .containsExactly(Rung.POWER_CYCLE, Rung.BLUETOOTHD, Rung.DRIVER, Rung.POWER_CYCLE);
  }

  @Test
  void beginsFromTheFirstAfterASuccess() {
    climb(BleTrouble.ADAPTER_HANGS, ALL, 2);
    ladder.reached("a", HCI, now);

    assertThat(climb(BleTrouble.NO_CONNECT, ALL, 1)).containsExactly(Rung.POWER_CYCLE);
  }

  @Test
  void leavesOutWhatCannotBeDoneHere() {
    assertThat(climb(BleTrouble.NO_CONNECT, Set.of(Rung.POWER_CYCLE), 3))
        .containsOnly(Rung.POWER_CYCLE);
    assertThat(ladder.next(HCI, BleTrouble.BLOCKED, Set.of(Rung.POWER_CYCLE))).isEmpty();
    assertThat(ladder.next(HCI, BleTrouble.BLOCKED, ALL)).contains(Rung.RFKILL);
    assertThat(ladder.next(HCI, BleTrouble.NO_DAEMON, ALL)).contains(Rung.BLUETOOTHD);
    assertThat(ladder.next(HCI, BleTrouble.NO_ADAPTER, ALL)).contains(Rung.DRIVER);
    assertThat(ladder.next(HCI, BleTrouble.ADAPTER_OFF, ALL)).contains(Rung.POWER_CYCLE);
  }

  @Test
  void pausesLongerAndLongerAndSoOftenADay() {
    fail("a", BleTrouble.NO_CONNECT, 9);
    fail("b", BleTrouble.NO_CONNECT, 9);
    pass(Ladder.SILENCE);
    List<Long> minutes = new ArrayList<>();
    for (long minute = 0; minute < 3 * 24 * 60; minute++) {
      if (isSuspect()) {
        ladder.done(Rung.POWER_CYCLE, HCI, BOTH, now);
        minutes.add(minute);
      }
      pass(Duration.ofMinutes(1));
    }

    assertThat(minutes).startsWith(0L, 5L, 15L, 35L, 75L, 155L, 315L, 635L);
    assertThat(minutes).filteredOn(minute -> minute < 24 * 60).hasSize(Ladder.PER_DAY);
    assertThat(minutes).hasSizeLessThanOrEqualTo(3 * Ladder.PER_DAY);
    assertThat(ladder.counts("a")).isEqualTo(Map.of("power_cycle", minutes.size()));
    assertThat(ladder.counts("b")).isEqualTo(ladder.counts("a"));
  }

  @Test
  void looksAgainLaterAtWhatItSpared() {
    fail("a", BleTrouble.NO_CONNECT, 9);
    fail("b", BleTrouble.NO_CONNECT, 9);
    pass(Ladder.SILENCE);
    ladder.spared(HCI, now);

    assertThat(isSuspect()).isFalse();
    pass(Ladder.FIRST_PAUSE);
    assertThat(isSuspect()).isTrue();
    assertThat(ladder.counts("a")).isEmpty();
  }

  @Test
  void forgetsABatteryAfterThreeFailuresAndThenMoreRarely() {
    fail("a", BleTrouble.NO_CONNECT, 2);
    assertThat(ladder.isToForget("a", now)).isFalse();
    fail("a", BleTrouble.NO_CONNECT, 1);
    assertThat(ladder.isToForget("a", now)).isTrue();

    ladder.forgot("a", true, now);
    assertThat(ladder.isToForget("a", now)).isFalse();
    pass(Ladder.FIRST_PAUSE);
    assertThat(ladder.isToForget("a", now)).isTrue();
    assertThat(ladder.counts("a")).isEqualTo(Map.of("rediscover", 1));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ADAPTER_OFF", "BLOCKED", "ADAPTER_HANGS", "NO_DAEMON", "IN_USE", "WANTS_PAIRING"})
  void forgetsNoBatteryForTroubleThatIsNotItsOwn(BleTrouble trouble) {
    fail("a", trouble, 9);

    assertThat(ladder.isToForget("a", now)).isFalse();
  }

  /// What is done as one pause after the other passes.
  private List<Rung> climb(BleTrouble trouble, Set<Rung> possible, int times) {
    List<Rung> done = new ArrayList<>();
    fail("a", trouble, 3);
    fail("b", trouble, 3);
    for (int i = 0; i < times; i++) {
      pass(Ladder.LONGEST_PAUSE);
      assertThat(isSuspect()).isTrue();
      Optional<Rung> next = ladder.next(HCI, trouble, possible);
      ladder.done(next.orElseThrow(), HCI, BOTH, now);
      done.add(next.get());
    }
    return done;
  }

  private boolean isSuspect() {
    return ladder.isSuspect(HCI, BOTH, now);
  }

  private void fail(String battery, BleTrouble trouble, int times) {
    for (int i = 0; i < times; i++) {
      ladder.failed(battery, trouble, now);
    }
  }

  private void pass(Duration duration) {
    now += duration.toNanos();
  }
}
