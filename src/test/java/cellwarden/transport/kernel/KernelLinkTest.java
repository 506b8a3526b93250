package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.kernel.socket.BluetoothSockets.Adapter;
import cellwarden.transport.kernel.socket.FakeKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a link asks of the kernel's management: to end it, its signal, and why none came about.
@EnabledOnOs(OS.LINUX)
final class KernelLinkTest {

  private static final Duration LONG = Guard.HANG;
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final String MAC = "A4:C1:38:00:11:22";

  /// The address as the kernel has it, and its type.
  private static final String PEER = "22110038c1a401";

  private final FakeSockets sockets = new FakeSockets();
  private final FakeKernel kernel = sockets.kernel;

  @TempDir private Path rfkill;

  @AfterEach
  void closeAll() throws Exception {
    sockets.close();
  }

  @Test
  void endsTheLinkBeforeItClosesTheSocket() throws Exception {
    AtomicReference<Boolean> upAtTheEnd = new AtomicReference<>();
    Connection link = transport().connect(LONG);
    kernel.onDisconnect(() -> upAtTheEnd.set(sockets.last().isUp()));

    link.close();
    link.close();

    assertThat(kernel.received()).containsExactly("1400 " + PEER);
    assertThat(upAtTheEnd).hasValue(true);
  }

  @Test
  void endsTheLinkThatWasOfNoUse() throws Exception {
    sockets.peer.on("12", (_, _) -> {});

    Guard.grow(
        Duration.ofMillis(100),
        timeout -> {
          kernel.forgetReceived();
          assertThatThrownBy(() -> transport().connect(timeout))
              .isInstanceOf(TransportException.class);

          assertThat(kernel.received()).containsExactly("1400 " + PEER);
        });
  }

  @Test
  void doesNotEndALinkThatIsGone() throws Exception {
    try (Connection link = transport().connect(LONG)) {
      sockets.peer.on("52", (_, wire) -> wire.hangUp());
      link.send(new byte[] {1});
      assertThatThrownBy(() -> link.receive(LONG)).isInstanceOf(TransportException.class);
    }

    assertThat(kernel.received()).isEmpty();
  }

  @Test
  void saysOnceThatItMayNotEndLinks() throws Exception {
    kernel.denies();
    Transport transport = transport();
    try (CapturedLog log = CapturedLog.start()) {
      transport.connect(LONG).close();
      transport.connect(LONG).close();

      assertThat(log.messages("INFO"))
          .singleElement()
          .asString()
          .contains("2 s", "CAP_NET_ADMIN", "docs/how-to/bluetooth-on-a-raspberry-pi.md");
    }
    assertThat(kernel.received()).containsExactly("1400 " + PEER);
  }

  @Test
  void closesThoughTheKernelDoesNotAnswer() throws Exception {
    Connection link = transport().connect(LONG);
    kernel.fallsSilent();

    link.close();

    assertThat(link.rssi()).isEmpty();
  }

  @Test
  void measuresTheSignal() throws Exception {
    try (Connection link = transport().connect(LONG)) {
      assertThat(link.rssi()).hasValue(-60);
    }
    assertThat(kernel.received()).containsExactly("3100 " + PEER, "1400 " + PEER);
  }

  @Test
  void doesNotMeasureAgainWhatCannotBeMeasured() throws Exception {
    kernel.cannotMeasure();
    try (Connection link = transport().connect(LONG)) {
      assertThat(link.rssi()).isEmpty();
      assertThat(link.rssi()).isEmpty();
    }
    assertThat(kernel.received()).containsExactly("3100 " + PEER, "1400 " + PEER);
  }

  @Test
  void givesUpMeasuringAfterThreeMeasuresWithoutAnAnswer() throws Exception {
    try (Connection link = transport().connect(LONG)) {
      kernel.deafTo("3100");
      for (int i = 0; i < 5; i++) {
        assertThat(link.rssi()).isEmpty();
      }
    }

    assertThat(kernel.received())
        .containsExactly("3100 " + PEER, "3100 " + PEER, "3100 " + PEER, "1400 " + PEER);
  }

  @Test
  void saysThatAnotherProgramHoldsTheLink() {
    sockets.refuse(16);

    assertTrouble("", Kind.UNREACHABLE, "another program on this machine holds the link");
  }

  @Test
  void saysThatThereAreNoSockets() {
    sockets.refuse(97);

    assertTrouble("", Kind.DENIED, "sockets do not work here (a container, or a kernel without");
  }

  @Test
  void saysWhyTheConnectFailed() {
    sockets.refuse(38);

    assertTrouble("", Kind.UNREACHABLE, "the connect failed (the link could not be established");
  }

  @Test
  void saysThatTheAdapterIsOff() {
    kernel.has(new Adapter(0, FakeKernel.ADAPTER, false));
    sockets.refuse(113);

    assertTrouble("", Kind.UNREACHABLE, "Bluetooth adapter hci0 is switched off");
    assertTrouble("hci0", Kind.UNREACHABLE, "Bluetooth adapter hci0 is switched off");
  }

  @Test
  void saysThatASwitchBlocksTheAdapter() throws IOException {
    kernel.has(new Adapter(0, FakeKernel.ADAPTER, false));
    sockets.refuse(113);
    rfkill(0, "phy0", "1", "0");
    rfkill(1, "hci0", "0", "1");

    assertTrouble("", Kind.UNREACHABLE, "rfkill blocks Bluetooth adapter hci0");
  }

  @Test
  void saysThatThereIsNoAdapter() {
    kernel.has();
    sockets.refuse(113);

    assertTrouble("", Kind.NOT_FOUND, "this machine has no Bluetooth adapter");
    assertTrouble("hci0", Kind.NOT_FOUND, "this machine has no Bluetooth adapter");
  }

  @Test
  void saysWhichAdaptersThereAre() {
    kernel.has(new Adapter(2, "00:AA:01:00:00:25", true), new Adapter(0, FakeKernel.ADAPTER, true));

    assertTrouble(
        "hci9",
        Kind.NOT_FOUND,
        "there is no Bluetooth adapter hci9, only hci0 ("
            + FakeKernel.ADAPTER
            + "), hci2 (00:AA:01:00:00:25)");
    assertTrouble(
        "00:AA:01:00:00:26", Kind.NOT_FOUND, "no Bluetooth adapter 00:AA:01:00:00:26, only");
  }

  @Test
  void tellsAnAdapterThatHangsFromABatteryThatIsAway() throws Exception {
    kernel.hangs(true);
    sockets.leadNowhere();
    Transport transport = transport();

    assertThatThrownBy(() -> transport.connect(SHORT)).hasMessageContaining("within 20 ms");
    assertThatThrownBy(() -> transport.connect(SHORT))
        .hasMessageContaining("adapter hci0 does not answer its driver");
    kernel.hangs(false);
    assertThatThrownBy(() -> transport.connect(SHORT)).hasMessageContaining("within 20 ms");
  }

  @Test
  void asksAgainWhileTheKernelIsBusyWithAnotherLink() throws Exception {
    kernel.isBusy(2);

    transport().connect(LONG).close();

    assertThat(kernel.received()).containsExactly("1400 " + PEER, "1400 " + PEER, "1400 " + PEER);
  }

  @Test
  void connectsThoughAnotherAdapterIsOff() throws Exception {
    kernel.has(
        new Adapter(0, FakeKernel.ADAPTER, true), new Adapter(1, "00:AA:01:00:00:24", false));

    transport("hci0").connect(LONG).close();
  }

  private Transport transport() {
    return transport("");
  }

  private Transport transport(String adapter) {
    Optional<String> chosen = Optional.of(adapter).filter(name -> !name.isEmpty());
    return new KernelStack(sockets, new AdapterCheck(rfkill))
        .transport(new BleAddress(MAC, chosen, Optional.empty(), OptionalInt.empty()));
  }

  private void rfkill(int number, String name, String soft, String hard) throws IOException {
    Path entry = Files.createDirectory(rfkill.resolve("rfkill" + number));
    Files.writeString(entry.resolve("name"), name + "\n");
    Files.writeString(entry.resolve("soft"), soft + "\n");
    Files.writeString(entry.resolve("hard"), hard + "\n");
  }

  private void assertTrouble(String adapter, Kind kind, String words) {
    assertThatThrownBy(() -> transport(adapter).connect(LONG))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.advice()).isPresent();
            })
        .hasMessageStartingWith("ble:" + MAC)
        .hasMessageContaining(words);
  }
}
