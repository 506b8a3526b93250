package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

  private static final String A = "base/a/history";
  private static final String B = "base/b/history";

  private long nanos = Long.MAX_VALUE - 5;
  private final Refusals refusals = new Refusals(Duration.ofHours(1), () -> nanos);
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void leavesATopicAloneForAnHourAfterARefusalAndSaysWhatToDo() {
    assertThat(refusals.leavesAlone(A)).isFalse();

    refusals.sessionBegins();
    refusals.sending(A);
    refusals.refused(A, "not authorized");
    refusals.sessionEnds();
    refusals.sessionBegins();

    assertThat(refusals.leavesAlone(A)).isTrue();
    assertThat(refusals.leavesAlone(B)).isFalse();
    pass(Duration.ofMinutes(59));
    assertThat(refusals.leavesAlone(A)).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(refusals.leavesAlone(A)).isFalse();
    assertThat(log.messages("WARN"))
        .containsExactly(
            "mqtt: the broker does not take base/a/history (not authorized); let this user publish"
                + " there or set mqtt.backfill to off, until then what it missed there waits in the"
                + " journal and is tried again each 60 minutes");
  }

  @Test
  void takesSessionsThatBreakUnderTheFirstMessageForARefusal() {
    breakUnderTheFirst();
    breakUnderTheFirst();
    assertThat(refusals.leavesAlone(A)).isFalse();

    breakUnderTheFirst();

    assertThat(refusals.leavesAlone(A)).isTrue();
    assertThat(log.messages("WARN"))
        .singleElement()
        .asString()
        .contains(A + " (each session broke");
  }

  @Test
  void suspectsNobodyWhoTookOneInBetween() {
    breakUnderTheFirst();
    breakUnderTheFirst();
    refusals.sessionBegins();
    refusals.sending(A);
    refusals.taken(A);
    refusals.sending(A);
    refusals.sessionEnds();
    breakUnderTheFirst();

    assertThat(refusals.leavesAlone(A)).isFalse();
  }

  @Test
  void suspectsNobodyWhoWasAskedNothing() {
    for (int i = 0; i < 10; i++) {
      refusals.sessionBegins();
      refusals.sessionEnds();
    }

    assertThat(log.messages("WARN")).isEmpty();
  }

  @Test
  void saysItOnceForATopicUntilOneIsTaken() {
    refusals.refused(A, "not authorized");
    refusals.refused(A, "not authorized");
    assertThat(log.messages("WARN")).hasSize(1);
    refusals.refused(B, "not authorized");
    assertThat(log.messages("WARN")).hasSize(2);

    refusals.taken(A);
    assertThat(refusals.leavesAlone(A)).isFalse();
    refusals.refused(A, "not authorized");
    assertThat(log.messages("WARN")).hasSize(3);
  }

  private void breakUnderTheFirst() {
    refusals.sessionBegins();
    refusals.sending(A);
    refusals.sessionEnds();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
