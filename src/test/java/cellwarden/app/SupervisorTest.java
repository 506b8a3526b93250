package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.output.Restarts;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SupervisorTest {

  private final Restarts restarts = new Restarts();
  private final List<Integer> rows = new CopyOnWriteArrayList<>();
  private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void runsAgainAfterBugsAndSaysEachWithItsTrace() throws Exception {
    Supervisor supervisor =
        supervisor(
            () -> {
              if (runs.incrementAndGet() < 4) {
                throw new IllegalStateException("scripted: bug " + runs);
              }
            },
            Duration.ZERO);
    supervisor.start();

    awaitEnd(supervisor);
    assertThat(runs).hasValue(4);
    assertThat(rows).as("bugs in a row").containsExactly(1, 2, 3);
    assertThat(restarts.counts()).isEqualTo(Map.of("battery a", 3));
    assertThat(log.messages("ERROR"))
        .hasSize(3)
        .first()
        .isEqualTo(
            "battery a: this is a bug in Cellwarden development; it goes on in 0 ms, please report what"
                + " follows");
    assertThat(log.text())
        .contains("java.lang.IllegalStateException: scripted: bug 1", "\tat cellwarden.app.");
  }

  @Test
  void pausesShortlyAgainAfterAMinuteWithoutABug() throws Exception {
    Supervisor supervisor =
        supervisor(
            () -> {
              if (runs.incrementAndGet() == 3) {
                nanos.addAndGet(Duration.ofSeconds(61).toNanos());
              }
              if (runs.get() < 5) {
                throw new IllegalStateException("scripted: bug");
              }
            },
            Duration.ZERO);
    supervisor.start();

    awaitEnd(supervisor);
    assertThat(rows).containsExactly(1, 2, 1, 2);
  }

  @Test
  void runsAgainAfterAStackOverflow() throws Exception {
    Supervisor supervisor =
        supervisor(
            () -> {
              if (runs.incrementAndGet() == 1) {
                throw new StackOverflowError();
              }
            },
            Duration.ZERO);
    supervisor.start();

    awaitEnd(supervisor);
    assertThat(runs).hasValue(2);
    assertThat(fatal).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, NoClassDefFoundError.class})
  void leavesToANewProcessWhatNothingElseHelpsAgainst(Class<? extends Error> kind)
      throws Exception {
    Error error = kind.getConstructor().newInstance();
    Supervisor supervisor =
        supervisor(
            () -> {
              runs.incrementAndGet();
              throw error;
            },
            Duration.ZERO);
    supervisor.start();

    awaitEnd(supervisor);
    assertThat(runs).hasValue(1);
    assertThat(fatal).containsExactly(error);
    assertThat(restarts.counts()).isEmpty();
  }

  @Test
  void runsAgainAfterABugInACallFromOutside() throws Exception {
    Supervisor supervisor = supervisor(this::hang, Duration.ZERO);
    supervisor.start();
    Guard.await("the first run", () -> runs.get() == 1);

    supervisor.failed(new IllegalStateException("scripted: outside"));

    Guard.await("the second run", () -> runs.get() == 2);
    assertThat(restarts.counts()).isEqualTo(Map.of("battery a", 1));
    supervisor.end();
    awaitEnd(supervisor);
  }

  @Test
  void runsAgainAfterABugInAThreadThatBelongsToIt() throws Exception {
    Supervisor supervisor =
        supervisor(
            () -> {
              if (runs.get() == 0) {
                Thread.ofPlatform()
                    .uncaughtExceptionHandler(Thread.currentThread().getUncaughtExceptionHandler())
                    .start(() -> {
                      throw new IllegalStateException("scripted: beside");
                    });
              }
              hang();
            },
            Duration.ZERO);
    supervisor.start();

    Guard.await("the second run", () -> runs.get() == 2);
    assertThat(log.text()).contains("scripted: beside");
    supervisor.end();
    awaitEnd(supervisor);
  }

  @Test
  void saysOfFurtherBugsNoMoreThanALineUntilItGoesOn() throws Exception {
    Supervisor supervisor = supervisor(this::hang, Duration.ofHours(1));
    supervisor.start();
    Guard.await("the first run", () -> runs.get() == 1);

    for (int i = 1; i <= 3; i++) {
      supervisor.failed(new IllegalStateException("scripted: " + i));
    }

    assertThat(restarts.counts()).isEqualTo(Map.of("battery a", 1));
    assertThat(log.messages("ERROR"))
        .hasSize(3)
        .last()
        .isEqualTo("battery a: java.lang.IllegalStateException: scripted: 3");
    supervisor.end();
    awaitEnd(supervisor);
    assertThat(runs).hasValue(1);
  }

  @Test
  void isNotRunAgainWhereItIsToEnd() throws Exception {
    Supervisor supervisor =
        supervisor(
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("scripted: bug");
            },
            Duration.ofHours(1));
    supervisor.start();
    Guard.await("the bug", () -> !rows.isEmpty());

    supervisor.letEnd();

    awaitEnd(supervisor);
    assertThat(runs).hasValue(1);
  }

  private Supervisor supervisor(Supervisor.Work work, Duration pause) {
    return new Supervisor(
        "battery a",
        "a",
        work,
        new Supervisor.Care(
            restarts,
            row -> {
              rows.add(row);
              return pause;
            },
            fatal::add,
            nanos::get,
            Surroundings.REAL.threads()));
  }

  private void hang() throws InterruptedException {
    runs.incrementAndGet();
    new CountDownLatch(1).await();
  }

  private static void awaitEnd(Supervisor supervisor) throws InterruptedException {
    assertThat(supervisor.awaitEnd(System.nanoTime() + Guard.HANG.toNanos()))
        .as("it ends")
        .isTrue();
  }
}
