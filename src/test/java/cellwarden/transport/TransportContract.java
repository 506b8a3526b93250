package cellwarden.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every transport must do, whatever carries the bytes.
public interface TransportContract {

  Duration LONG = Guard.HANG;
  Duration SHORT = Duration.ofMillis(20);

  /// To a BMS that gives [Answers#cells()] and [Answers#model()], and serves one client at a time.
  Transport toBms() throws Exception;

  /// To a BMS that sends the beginning of [Answers#cells()] and hangs up.
  Transport toBmsThatHangsUp() throws Exception;

  /// To where no link can come about.
  Transport toNothing() throws Exception;

  /// To where a connect neither succeeds nor fails for as long as anybody waits.
  Transport toNowhere() throws Exception;

  /// What messages must name.
  String address();

  @Test
  default void carriesARequestAndItsAnswer() throws Exception {
    try (Connection link = toBms().connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));

      assertThat(receive(link, Answers.cells().length)).isEqualTo(Answers.cells());
    }
  }

  @Test
  default void returnsWhatArrivedInOrder() throws Exception {
    try (Connection link = toBms().connect(LONG)) {
      link.send(hex(Answers.READ_MODEL));
      link.send(hex(Answers.READ_CELLS));

      assertThat(receive(link, Answers.model().length + Answers.cells().length))
          .startsWith(Answers.model())
          .endsWith(Answers.cells());
    }
  }

  @Test
  default void returnsWhatArrivedWithoutWaiting() throws Exception {
    try (Connection link = toBms().connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));

      ByteArrayOutputStream received = new ByteArrayOutputStream();
      while (received.size() < Answers.cells().length) {
        received.writeBytes(link.receive(Duration.ZERO));
        Thread.onSpinWait();
      }
      assertThat(received.toByteArray()).isEqualTo(Answers.cells());
    }
  }

  @Test
  default void returnsNothingWhenNothingCame() throws Exception {
    try (Connection link = toBms().connect(LONG)) {
      assertThat(link.receive(Duration.ZERO)).isEmpty();
      assertThat(link.receive(Duration.ofNanos(1))).isEmpty();
      assertThat(link.receive(SHORT)).isEmpty();
    }
  }

  @Test
  default void isLostOnlyAfterWhatArrivedBefore() throws Exception {
    try (Connection link = toBmsThatHangsUp().connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));

      byte[] first = receive(link, 1);
      assertThat(first).startsWith(0xDD);
      assertLost(link);
      assertLost(link);
    }
  }

  @Test
  default void freesTheBatteryWhenItIsClosed() throws Exception {
    Transport transport = toBms();
    for (int i = 0; i < 5; i++) {
      try (Connection link = transport.connect(LONG)) {
        link.send(hex(Answers.READ_CELLS));
        assertThat(receive(link, Answers.cells().length)).isEqualTo(Answers.cells());
      }
    }
  }

  @Test
  default void startsWithoutWhatTheClientBeforeLeft() throws Exception {
    Transport transport = toBms();
    try (Connection link = transport.connect(LONG)) {
      link.send(hex(Answers.READ_MODEL));
    }
    try (Connection link = transport.connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));
      assertThat(receive(link, Answers.cells().length)).isEqualTo(Answers.cells());
    }
  }

  @Test
  default void closesTwice() throws Exception {
    Transport transport = toBms();
    Connection link = transport.connect(LONG);
    link.close();
    link.close();

    try (Connection next = transport.connect(LONG)) {
      assertThat(next.receive(SHORT)).isEmpty();
    }
  }

  @Test
  default void closesInAnInterruptedThread() throws Exception {
    Transport transport = toBms();
    Connection link = transport.connect(LONG);
    Thread.currentThread().interrupt();
    link.close();

    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    try (Connection next = transport.connect(LONG)) {
      assertThat(next.receive(SHORT)).isEmpty();
    }
  }

  @Test
  default void endsAWaitOnAnInterrupt() throws Exception {
    try (Connection link = toBms().connect(LONG)) {
      assertInterruptEnds(() -> link.receive(Duration.ofMinutes(10)));
    }
  }

  @Test
  default void endsAConnectOnAnInterrupt() throws Exception {
    Transport transport = toNowhere();

    assertInterruptEnds(() -> {
      transport.connect(Duration.ofMinutes(10)).close();
    });
  }

  @Test
  default void saysWhereNothingIs() throws Exception {
    TransportException e =
        catchThrowableOfType(
            TransportException.class, () -> toNothing().connect(Duration.ofMillis(500)));

    assertThat(e.kind())
        .isIn(TransportException.Kind.UNREACHABLE, TransportException.Kind.NOT_FOUND);
    assertThat(e).hasMessageContaining(address());
  }

  @Test
  default void givesAConnectUpInTime() throws Exception {
    Transport transport = toNowhere();

    assertThatThrownBy(() -> transport.connect(Duration.ofMillis(100)))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNREACHABLE))
        .hasMessageContaining(address());
  }

  /// At least so many bytes.
  private static byte[] receive(Connection link, int count) throws Exception {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    while (received.size() < count) {
      byte[] fragment = link.receive(LONG);
      assertThat(fragment).as("more than %s of %s bytes", received.size(), count).isNotEmpty();
      received.writeBytes(fragment);
    }
    return received.toByteArray();
  }

  private static void assertLost(Connection link) {
    assertThatThrownBy(
            () -> {
              while (link.receive(LONG).length > 0) {
                // The rest of what arrived before.
              }
            })
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.LOST));
  }

  /// Something that waits.
  @FunctionalInterface
  interface Waiting {
    void run() throws Exception;
  }

  static void assertInterruptEnds(Waiting waiting) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<Boolean> ended =
        new FutureTask<>(() -> {
          begun.countDown();
          try {
            waiting.run();
            return false;
          } catch (InterruptedException e) {
            return true;
          }
        });
    Thread thread = Thread.ofPlatform().start(ended);
    begun.await();
    // Long enough for most runs to be in the wait itself; the result is the same before it.
    thread.join(Duration.ofMillis(50));
    thread.interrupt();

    assertThat(ended.get(LONG.toSeconds(), TimeUnit.SECONDS)).as("interrupted").isTrue();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
