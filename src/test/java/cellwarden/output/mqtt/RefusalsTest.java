package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

  private final Refusals refusals = new Refusals(Duration.ofHours(1));
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void doesNotAskForAnHourAfterARefusalAndSaysWhatToDo() {
    assertThat(refusals.left()).isZero();

    refusals.sessionBegins();
    refusals.sending();
    refusals.refused("base/a/history", "not authorized");

    assertThat(refusals.left()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: the broker does not take base/a/history (not authorized); let this user publish"
                + " there or set mqtt.backfill to off, until then what it missed waits in the"
                + " journal and is tried again each 60 minutes");
  }

  @Test
  void takesSessionsThatBreakUnderTheFirstMessageForARefusal() {
    breakUnderTheFirst();
    breakUnderTheFirst();
    assertThat(refusals.left()).isZero();

    breakUnderTheFirst();

    assertThat(refusals.left()).isPositive();
    assertThat(log.messages("WARN")).singleElement().asString().contains("each session broke");
  }

  @Test
  void suspectsNobodyWhoTookOneInBetween() {
    breakUnderTheFirst();
    breakUnderTheFirst();
    refusals.sessionBegins();
    refusals.sending();
    refusals.taken();
    refusals.sending();
    refusals.sessionEnds();
    breakUnderTheFirst();

    assertThat(refusals.left()).isZero();
  }

  @Test
  void suspectsNobodyWhoWasAskedNothing() {
    for (int i = 0; i < 10; i++) {
      refusals.sessionBegins();
      refusals.sessionEnds();
    }

    assertThat(refusals.left()).isZero();
  }

  @Test
  void saysItOnceUntilOneIsTaken() {
    refusals.refused("base/a/history", "not authorized");
    refusals.refused("base/a/history", "not authorized");
    assertThat(log.messages("WARN")).hasSize(1);

    refusals.taken();
    refusals.refused("base/a/history", "not authorized");
    assertThat(log.messages("WARN")).hasSize(2);
  }

  private void breakUnderTheFirst() {
    refusals.sessionBegins();
    refusals.sending();
    refusals.sessionEnds();
  }
}
