package cellwarden.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Guard;
import cellwarden.transport.Connection;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A driver that does not come back from a call keeps neither the poller nor a stop.
final class HangingDriverTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  private static final SerialAddress COM = new SerialAddress("COM3", 9600, false);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /// A line without bytes.
  private final class Line implements SerialLine {

    private final boolean hangs;

    Line(boolean hangs) {
      this.hangs = hangs;
    }

    @Override
    public int available() {
      return 0;
    }

    @Override
    public int read(byte[] into) {
      return 0;
    }

    @Override
    public boolean write(byte[] bytes) {
      return false;
    }

    @Override
    public void close() {
      if (hangs) {
        hang();
      }
      closed.incrementAndGet();
    }
  }

  @Test
  void portThatOpensTooLateIsClosedAtOnce() throws Exception {
    SerialTransport transport =
        new SerialTransport(
            COM,
            (_, _) -> {
              hang();
              opened.incrementAndGet();
              return new Line(false);
            });
    assertThatThrownBy(() -> transport.connect(SHORT))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNREACHABLE))
        .hasMessage("serial:COM3?baud=9600: the port did not open within 50 ms");
    assertThatThrownBy(() -> transport.connect(SHORT))
        .hasMessage(
            "serial:COM3?baud=9600: its driver did not come back from an earlier call within 50 ms");

    over.countDown();
    Guard.await("the close", () -> closed.get() == 1);
    assertThat(opened).hasValue(1);
    transport.connect(Guard.HANG).close();
    assertThat(closed).hasValue(2);
  }

  @Test
  void closeThatHangsIsLeftAlone() throws Exception {
    SerialTransport transport =
        new SerialTransport(COM, (_, _) -> new Line(opened.getAndIncrement() == 0));
    Connection link = transport.connect(Guard.HANG);
    link.close();
    assertThat(closed).hasValue(0);
    assertThatThrownBy(() -> link.receive(Duration.ZERO))
        .hasMessage("serial:COM3?baud=9600: already closed");
    assertThatThrownBy(() -> transport.connect(SHORT)).hasMessageContaining("an earlier call");

    over.countDown();
    transport.connect(Guard.HANG).close();
    assertThat(closed).hasValue(2);
  }

  @Test
  void portThatTakesNoBytesIsGone() throws Exception {
    try (Connection link =
        new SerialTransport(COM, (_, _) -> new Line(false)).connect(Guard.HANG)) {
      assertThatThrownBy(() -> link.send(new byte[7]))
          .hasMessage("serial:COM3?baud=9600: the port is gone");
    }
  }

  @Test
  void saysThatTheLibraryDoesNotLoad() {
    SerialTransport transport =
        new SerialTransport(
            COM,
            (_, _) -> {
              throw new IOException("/tmp/x.so: failed to map segment");
            });
    assertThatThrownBy(() -> transport.connect(Guard.HANG))
        .hasMessage(
            "serial:COM3?baud=9600: jSerialComm, which reads serial ports, does not load"
                + " (/tmp/x.so: failed to map segment)");
  }

  private void hang() {
    boolean waiting = true;
    while (waiting) {
      try {
        over.await();
        waiting = false;
      } catch (InterruptedException e) {
        // Drivers hear no interrupt.
      }
    }
  }
}
