package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import cellwarden.testing.Reply;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The link always comes back, whatever happens to bluetoothd, the bus and their signals.
final class BluezRecoveryTest {

  private static final Duration LONG = Guard.HANG;

  @RegisterExtension private final BluezLab lab = new BluezLab(LONG);

  @Test
  void readsWithoutTheSignalsOfTheLink() throws Exception {
    lab.battery().with(FakeFault.SIGNALS_LOST);

    lab.assertReads();
  }

  @Test
  void readsWithoutTheSignalsOfNewObjects() throws Exception {
    lab.battery().with(FakeFault.OBJECTS_LOST);

    lab.assertReads();
  }

  @Test
  void noticesALossWithoutASignal() throws Exception {
    lab.battery().with(FakeFault.DROPS_SILENTLY);
    lab.battery().answering(_ -> Reply.lost());
    try (Connection link = lab.transport().connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));

      TransportException e =
          catchThrowableOfType(TransportException.class, () -> link.receive(LONG));
      assertThat(e.kind()).isEqualTo(Kind.LOST);
    }
  }

  @Test
  void readsAgainAfterALoss() throws Exception {
    lab.battery().answering(_ -> Reply.lost());
    assertThat(catchThrowableOfType(TransportException.class, lab::assertReads).kind())
        .isEqualTo(Kind.LOST);

    lab.battery().answering(Answers::to);
    lab.assertReads();
  }

  @Test
  void keepsTheOrderOfManySlices() throws Exception {
    byte[] much = new byte[20 * 200];
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) (i / 20);
    }
    lab.battery().answering(_ -> Reply.of(much));
    try (Connection link = lab.transport().connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));

      ByteArrayOutputStream received = new ByteArrayOutputStream();
      while (received.size() < much.length) {
        received.writeBytes(link.receive(LONG));
      }
      assertThat(received.toByteArray()).isEqualTo(much);
    }
  }

  @Test
  void readsAgainWhenBluetoothdIsBack() throws Exception {
    try (Connection link = lab.transport().connect(LONG)) {
      FutureTask<TransportException> receiving =
          new FutureTask<>(
              () -> catchThrowableOfType(TransportException.class, () -> link.receive(LONG)));
      Thread.ofPlatform().start(receiving);
      lab.bluez().vanish();

      TransportException e = receiving.get(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(e.kind()).isEqualTo(Kind.LOST);
      assertThat(e).hasMessageContaining("bluetoothd ended");
    }
    TransportException e =
        catchThrowableOfType(TransportException.class, () -> lab.transport().connect(LONG));
    assertThat(e).hasMessageContaining("bluetoothd is not running");

    lab.bluez().comeBack();
    lab.assertReads();
  }

  @Test
  void givesAConnectUpWhenBluetoothdEnds() throws Exception {
    lab.battery().with(FakeFault.CONNECT_HANGS);
    FutureTask<TransportException> connecting =
        new FutureTask<>(() ->
            catchThrowableOfType(TransportException.class, () -> lab.transport().connect(LONG)));
    Thread.ofPlatform().start(connecting);
    lab.battery().awaitCall("Connect");
    lab.bluez().vanish();

    TransportException e = connecting.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(e).hasMessageContaining("bluetoothd is not running");
    lab.battery().without(FakeFault.CONNECT_HANGS);
    lab.bluez().comeBack();
    lab.assertReads();
  }

  /// As after a bond that the battery forgot.
  @Test
  void waitsWhileBluetoothdConnectsByItself() throws Exception {
    lab.battery().with(FakeFault.CONNECT_ALREADY);
    try (Connection _ = lab.transport().connect(LONG)) {
      assertThat(lab.battery().calls()).startsWith("Connect", "Connect");
    }
  }

  @Test
  void readsAgainWhenTheBusIsBack() throws Exception {
    try (Connection link = lab.transport().connect(LONG)) {
      lab.bus().stop();

      TransportException e =
          catchThrowableOfType(TransportException.class, () -> link.receive(LONG));
      assertThat(e.kind()).isEqualTo(Kind.LOST);
    }
    assertThat(catchThrowableOfType(TransportException.class, lab::assertReads))
        .hasMessageContaining("no D-Bus system bus");

    lab.bluez().vanish();
    lab.bus().startAgain();
    lab.bluez().comeBack();
    lab.assertReads();
  }

  @Test
  void waitsUntilAFormerLinkHasEnded() throws Exception {
    lab.battery().with(FakeFault.SLOW_DISCONNECT);
    Connection former = lab.transport().connect(LONG);
    Thread.currentThread().interrupt();
    former.close();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    lab.battery().awaitCall("Disconnect");
    assertThat(lab.battery().isConnected()).isTrue();
    lab.battery().without(FakeFault.SLOW_DISCONNECT);
    Thread.ofPlatform().start(lab.battery()::finishDisconnect);

    lab.assertReads();
  }

  @Test
  void letsOthersConnectWhileOneIsAway() throws Exception {
    lab.battery().remembered();
    lab.battery().with(FakeFault.CONNECT_HANGS);
    FakeBattery other = lab.bluez().battery("A4:C1:38:00:11:33");
    other.remembered();
    FutureTask<TransportException> away =
        new FutureTask<>(() ->
            catchThrowableOfType(
                TransportException.class, () -> lab.transport().connect(Duration.ofMinutes(10))));
    Thread thread = Thread.ofPlatform().start(away);
    lab.battery().awaitCall("Connect");

    try (Connection link =
        lab.stack().transport(BleAddress.of("A4:C1:38:00:11:33")).connect(LONG)) {
      assertThat(link.receive(Duration.ZERO)).isEmpty();
    }
    thread.interrupt();
    thread.join();
  }

  @Test
  void keepsNothingOfAnInterruptedConnect() throws Exception {
    lab.battery().remembered();
    lab.battery().with(FakeFault.CONNECT_HANGS);
    Thread connecting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                lab.transport().connect(Duration.ofMinutes(10)).close();
              } catch (TransportException | InterruptedException e) {
                // As it should be.
              }
            });
    lab.battery().awaitCall("Connect");
    connecting.interrupt();
    connecting.join();

    lab.battery().awaitCall("Disconnect");
    lab.battery().without(FakeFault.CONNECT_HANGS);
    lab.assertReads();
  }
}
