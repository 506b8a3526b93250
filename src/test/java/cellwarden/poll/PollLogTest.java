package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Fault;
import cellwarden.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PollLogTest {

  private static final Fault FAULT = new Fault(Fault.Kind.LOST, "the link dropped");
  private static final String SENTENCE =
      "a: the link dropped; check the power, range and number of clients of the link if this repeats";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
  private final PollLog polls = new PollLog("a", nanos::get);
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void saysThreeFaultsOfARowAndThatItIsOver() {
    outage(10);

    assertThat(log.messages("WARN")).containsExactly(SENTENCE, SENTENCE, SENTENCE);
    assertThat(log.messages("INFO")).containsExactly("a: read again, failed polls before: 10");
  }

  /// Every second poll of a second: 43,200 outages a day.
  @Test
  void sumsUpABatteryThatComesAndGoes() {
    for (int i = 0; i < 43_200; i++) {
      outage(1);
    }

    assertThat(log.text().lines()).hasSizeLessThan(100);
    assertThat(log.messages("WARN").subList(0, 5))
        .containsExactly(
            SENTENCE,
            SENTENCE,
            SENTENCE,
            "a: polls fail again and again (4 outages within 1 minutes); from now on they are summed"
                + " up each hour",
            "a: 1800 of 3600 polls failed in the last 60 minutes, in 1800 outages; the last one: "
                + SENTENCE.substring(3));
  }

  @Test
  void saysThatABatteryIsGoneAlsoAfterItCameAndWent() {
    for (int i = 0; i < 10; i++) {
      outage(1);
    }
    int said = log.messages("WARN").size();

    outage(100);

    assertThat(log.messages("WARN").subList(said, log.messages("WARN").size()))
        .containsExactly(SENTENCE);
    assertThat(log.messages("INFO").getLast()).isEqualTo("a: read again, failed polls before: 100");
  }

  @Test
  void saysEachOutageAgainAfterAQuietHour() {
    for (int i = 0; i < 10; i++) {
      outage(1);
    }
    quiet(Duration.ofHours(2));
    int said = log.messages("WARN").size();

    outage(1);

    assertThat(log.messages("WARN").subList(said, log.messages("WARN").size()))
        .isEqualTo(List.of(SENTENCE));
  }

  private void outage(int failures) {
    for (int i = 1; i <= failures; i++) {
      polls.failed(FAULT, i);
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    polls.succeeded(failures);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private void quiet(Duration time) {
    for (long i = 0; i < time.toMinutes(); i++) {
      polls.succeeded(0);
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    }
  }
}
