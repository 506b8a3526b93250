package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefusedBatteriesTest {

  private static final String A = "a";
  private static final String B = "b";

  private long nanos = Long.MAX_VALUE - 5;
  private final RefusedBatteries refused =
      new RefusedBatteries(Destinations.WORDS, Duration.ofHours(1), () -> nanos);
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void leavesABatteryAloneForAnHourAfterARefusalAndSaysWhatToDo() {
    assertThat(refused.leftAlone()).doesNotContain(A);

    refused.sessionBegins();
    refused.sending(A);
    refused.refused(A, "not authorized");
    refused.sessionEnds();
    refused.sessionBegins();

    assertThat(refused.leftAlone()).contains(A);
    assertThat(refused.leftAlone()).doesNotContain(B);
    pass(Duration.ofMinutes(59));
    assertThat(refused.leftAlone()).contains(A);
    pass(Duration.ofMinutes(1));
    assertThat(refused.leftAlone()).doesNotContain(A);
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
    assertThat(refused.leftAlone()).doesNotContain(A);

    breakUnderTheFirst();

    assertThat(refused.leftAlone()).contains(A);
    assertThat(log.messages("WARN"))
        .singleElement()
        .asString()
        .contains("base/a/history (each session broke");
  }

  @Test
  void suspectsNobodyWhoTookOneInBetween() {
    breakUnderTheFirst();
    breakUnderTheFirst();
    refused.sessionBegins();
    refused.sending(A);
    refused.taken(A);
    refused.sending(A);
    refused.sessionEnds();
    breakUnderTheFirst();

    assertThat(refused.leftAlone()).doesNotContain(A);
  }

  @Test
  void suspectsNobodyWhoWasAskedNothing() {
    for (int i = 0; i < 10; i++) {
      refused.sessionBegins();
      refused.sessionEnds();
    }

    assertThat(log.messages("WARN")).isEmpty();
  }

  @Test
  void saysItOnceForABatteryUntilOneIsTaken() {
    refused.refused(A, "not authorized");
    refused.refused(A, "not authorized");
    assertThat(log.messages("WARN")).hasSize(1);
    refused.refused(B, "not authorized");
    assertThat(log.messages("WARN")).hasSize(2);

    refused.taken(A);
    assertThat(refused.leftAlone()).doesNotContain(A);
    refused.refused(A, "not authorized");
    assertThat(log.messages("WARN")).hasSize(3);
  }

  private void breakUnderTheFirst() {
    refused.sessionBegins();
    refused.sending(A);
    refused.sessionEnds();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
