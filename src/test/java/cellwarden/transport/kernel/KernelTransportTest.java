package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import cellwarden.testing.Reply;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportContract;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.kernel.gatt.AttributeTable;
import cellwarden.transport.kernel.gatt.FakeAttPeer;
import cellwarden.transport.kernel.socket.PeerAddress;
import cellwarden.transport.kernel.socket.SocketPair;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole way but for the radio: a socket pair leads to a battery in the same process.
@EnabledOnOs(OS.LINUX)
final class KernelTransportTest implements TransportContract {

  private static final BleAddress ADDRESS = BleAddress.of("A4:C1:38:00:11:22");
  private static final String NAME = "ble:A4:C1:38:00:11:22";

  private static final String SWITCH_ON = "1212000100";
  private static final String REQUEST = "521500" + Answers.READ_CELLS;

  private final FakeSockets sockets = new FakeSockets();
  private final FakeAttPeer peer = sockets.peer;
  private final KernelStack stack =
      new KernelStack(sockets, new AdapterCheck(Path.of("/nonexistent")));
  private final Transport transport = stack.transport(ADDRESS);

  @AfterEach
  void closeAll() throws Exception {
    sockets.close();
  }

  @Override
  public Transport toBms() {
    return transport;
  }

  @Override
  public Transport toBmsThatHangsUp() {
    peer.answers(_ -> Reply.of(Arrays.copyOf(Answers.cells(), 5)).thenLost());
    return transport;
  }

  @Override
  public Transport toNothing() throws Exception {
    sockets.leadToRefusal();
    return transport;
  }

  @Override
  public Transport toNowhere() throws Exception {
    sockets.leadNowhere();
    return transport;
  }

  @Override
  public String address() {
    return NAME;
  }

  @Test
  void saysWhichStackCarriesTheLink() throws Exception {
    try (Connection link = transport.connect(LONG)) {
      assertThat(link.stack()).contains(BleAddress.Stack.KERNEL);
    }
  }

  @Test
  void findsTheAttributesOnceOnly() throws Exception {
    readCells();
    assertThat(peer.received()).hasSizeGreaterThan(2).contains(SWITCH_ON, REQUEST);
    peer.forgetReceived();

    readCells();

    assertThat(peer.received()).containsExactly(SWITCH_ON, REQUEST);
  }

  @Test
  void findsTheAttributesAgainWhereTheirSwitchIsRefused() throws Exception {
    readCells();
    peer.shows(
        new AttributeTable()
            .at(0x20)
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .descriptor("0229")
            .characteristic(AttributeTable.WRITE_COMMAND, "02ff"));

    readCells();

    assertThat(peer.received()).contains("1223000100", "522500" + Answers.READ_CELLS);
  }

  @Test
  void findsTheAttributesAgainAfterALinkWithoutAnyAnswer() throws Exception {
    readCells();
    peer.answers(_ -> Reply.silence());
    try (Connection link = transport.connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));
      assertThat(link.receive(SHORT)).isEmpty();
    }
    peer.answers(Answers::to).forgetReceived();

    readCells();

    assertThat(peer.received()).anyMatch(pdu -> pdu.startsWith("10"));
  }

  @Test
  void findsTheAttributesAgainAfterAnIndicationThatTheyChanged() throws Exception {
    try (Connection link = transport.connect(LONG)) {
      sockets.last().send("1d0800" + "0100ffff");
      for (int i = 0; i < 2; i++) {
        link.send(hex(Answers.READ_CELLS));
        assertThat(receive(link)).isEqualTo(Answers.cells());
      }
    }
    assertThat(peer.received()).contains("1e");
    peer.forgetReceived();

    readCells();

    assertThat(peer.received()).anyMatch(pdu -> pdu.startsWith("10"));
  }

  @Test
  void writesWithResponseWhereTheBatteryWantsIt() throws Exception {
    peer.shows(
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .descriptor("0229")
            .characteristic(AttributeTable.WRITE, "02ff"));

    readCells();

    assertThat(peer.received()).contains("120600" + Answers.READ_CELLS);
  }

  /// DH04 boards and Eleksol's.
  @ParameterizedTest
  @CsvSource({"f0ff, f1ff, f2ff", "06ff, 07ff, 08ff"})
  void readsOverTheOtherLayouts(String service, String notifications, String requests)
      throws Exception {
    peer.speaksOver(notifications, requests)
        .shows(
            new AttributeTable()
                .service(service)
                .characteristic(AttributeTable.NOTIFY, notifications)
                .descriptor("0229")
                .characteristic(AttributeTable.WRITE_COMMAND, requests));

    readCells();
  }

  @Test
  void writesToTheHandleThatTheUserNamed() throws Exception {
    peer.shows(withoutRequests()).speaksOver("01ff", "03ff");
    Transport named =
        stack.transport(
            new BleAddress(
                ADDRESS.mac(), Optional.empty(), Optional.empty(), OptionalInt.of(0x15)));

    try (Connection link = named.connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));
      assertThat(receive(link)).isEqualTo(Answers.cells());
    }

    assertThat(peer.received()).contains(SWITCH_ON, REQUEST);
  }

  @Test
  void saysWhatIsThereInsteadOfAJbdService() {
    peer.shows(withoutRequests());

    assertTrouble(
        () -> transport.connect(LONG),
        Kind.NOT_FOUND,
        "no service for JBD frames (it has 1800: 2a00 at 0x03; ff00: ff01 at 0x11, ff03 at 0x15)");
  }

  @Test
  void answersWhatTheBatteryAsks() throws Exception {
    peer.on(
        "12",
        (pdu, wire) -> {
          wire.send("02f700");
          wire.send("0a0300");
          wire.obey(pdu);
        });

    readCells();

    assertThat(peer.received()).contains("031700", "010a030001");
  }

  @Test
  void takesNoNoiseForAnAnswer() throws Exception {
    peer.on(
        "52",
        (pdu, wire) -> {
          for (String noise :
              new String[] {"1b", "1b11", "ff", "00", "13", "01", "0112", "99887766", "1b1100"}) {
            wire.send(noise);
          }
          wire.obey(pdu);
        });

    readCells();
  }

  @Test
  void keepsWhatWasNotifiedBeforeTheSwitchIsAnswered() throws Exception {
    peer.on(
        "12",
        (pdu, wire) -> {
          wire.send("1b110000");
          wire.obey(pdu);
        });

    try (Connection link = transport.connect(LONG)) {
      assertThat(link.receive(LONG)).containsExactly(0);
    }
  }

  @Test
  void sendsLongRequestsInSlices() throws Exception {
    try (Connection link = transport.connect(LONG)) {
      link.send(new byte[45]);
      link.send(hex(Answers.READ_CELLS));
      assertThat(receive(link)).isEqualTo(Answers.cells());
    }

    assertThat(peer.received())
        .containsSequence(
            "521500" + "00".repeat(20), "521500" + "00".repeat(20), "521500" + "00".repeat(5));
  }

  @Test
  void saysThatTheBatteryWantsPairing() {
    peer.on("12", (pdu, wire) -> wire.send(AttributeTable.error(hex(pdu), 0x05)));

    assertTrouble(
        () -> transport.connect(LONG),
        Kind.DENIED,
        "the battery wants pairing (insufficient authentication, ATT error 0x05)");
  }

  @Test
  void saysAtTheNextConnectThatARequestWasRefusedForWantOfPairing() throws Exception {
    peer.shows(
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .characteristic(AttributeTable.WRITE, "02ff"));
    peer.on("12", (pdu, wire) -> wire.send(AttributeTable.error(hex(pdu), 0x05)));
    try (Connection link = transport.connect(LONG)) {
      assertTrouble(() -> link.send(hex(Answers.READ_CELLS)), Kind.DENIED, "wants pairing");
    }

    assertTrouble(() -> transport.connect(LONG), Kind.DENIED, "wants pairing");
    assertThat(sockets.connects()).hasSize(1);
    transport.connect(LONG).close();
  }

  @Test
  void saysThatTheBatteryRefuses() {
    peer.on("12", (pdu, wire) -> wire.send(AttributeTable.error(hex(pdu), 0x03)));

    assertTrouble(
        () -> transport.connect(LONG),
        Kind.UNREACHABLE,
        "the connect failed (switching notifications on: not writable, ATT error 0x03)");
  }

  @Test
  void saysAtWhichStepTheBatteryFellSilent() throws Exception {
    peer.on("08", (_, _) -> {});

    Guard.grow(
        Duration.ofMillis(100),
        timeout ->
            assertTrouble(
                () -> transport.connect(timeout),
                Kind.UNREACHABLE,
                "the battery did not answer (resolving services)"));
  }

  @Test
  void saysAtWhichStepTheLinkDropped() {
    peer.on("04", (_, wire) -> wire.hangUp());

    assertTrouble(
        () -> transport.connect(LONG), Kind.LOST, "the link dropped (closed, while resolving");
  }

  @Test
  void isLostWhenTheBatteryHangsUpInMidRead() throws Exception {
    peer.answers(_ -> Reply.lost());

    try (Connection link = transport.connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));
      assertTrouble(() -> link.receive(LONG), Kind.LOST, "(closed, while waiting for an answer)");
      assertTrouble(() -> link.send(hex(Answers.READ_CELLS)), Kind.LOST, "while sending a request");
    }
  }

  @Test
  void isNotKeptByABatteryThatNeverStopsTalking() throws Exception {
    for (String noise : new String[] {"1b110000", "1b990000", "ff"}) {
      peer.on("10", (_, wire) -> wire.flood(noise));
      Guard.grow(
          Duration.ofMillis(100),
          timeout ->
              assertTrouble(() -> transport.connect(timeout), Kind.UNREACHABLE, "did not answer"));
      TransportContract.assertInterruptEnds(() -> transport.connect(LONG).close());
    }
    peer.recover("10");
    for (String noise : new String[] {"1b990000", "1b1100", "ff"}) {
      peer.on("52", (_, wire) -> wire.flood(noise));
      try (Connection link = transport.connect(LONG)) {
        link.send(hex(Answers.READ_CELLS));
        assertThat(link.receive(SHORT)).isEmpty();
        TransportContract.assertInterruptEnds(() -> link.receive(LONG));
      }
    }
  }

  /// Nothing would mean that nothing waits, and what waits after the others would answer the next
  /// request.
  @Test
  void doesNotSayThatNothingIsLeftWhereItGivesUp() throws Exception {
    for (String noise : new String[] {"1b990000", "1b1100", "ff"}) {
      CountDownLatch sent = new CountDownLatch(1);
      peer.on(
          "52",
          (_, wire) -> {
            for (int i = 0; i < 120; i++) {
              wire.send(noise);
            }
            sent.countDown();
          });
      try (Connection link = transport.connect(LONG)) {
        link.send(hex(Answers.READ_CELLS));
        sent.await();
        assertTrouble(() -> link.receive(Duration.ZERO), Kind.LOST, "other packets without end");
      }
    }
  }

  /// A reset is what the system tells first, before what is still to be read.
  @Test
  void keepsWhatCameBeforeAReset() throws Exception {
    peer.on(
        "52",
        (pdu, wire) -> {
          wire.awaitMore();
          wire.obey(pdu);
          wire.hangUp();
        });

    try (Connection link = transport.connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));
      link.send(hex(Answers.READ_CELLS));

      assertThat(receive(link)).isEqualTo(Answers.cells());
      assertTrouble(
          () -> link.receive(LONG), Kind.LOST, "(the battery ended it, errno 104, while waiting");
    }
  }

  @Test
  void endsEveryStepOnAnInterrupt() throws Exception {
    for (String step : new String[] {"10", "08", "04", "12"}) {
      peer.on(step, (_, _) -> {});
      TransportContract.assertInterruptEnds(() -> transport.connect(LONG).close());
      peer.recover(step);
    }
    readCells();
  }

  @Test
  void endsAWriteWithResponseOnAnInterrupt() throws Exception {
    peer.shows(
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .descriptor("0229")
            .characteristic(AttributeTable.WRITE, "02ff"));
    try (Connection link = transport.connect(LONG)) {
      peer.on("12", (_, _) -> {});
      TransportContract.assertInterruptEnds(() -> link.send(hex(Answers.READ_CELLS)));
    }
  }

  @Test
  void isOfUseAfterAnInterrupt() throws Exception {
    try (Connection link = transport.connect(LONG)) {
      TransportContract.assertInterruptEnds(() -> link.receive(LONG));

      link.send(hex(Answers.READ_CELLS));
      assertThat(receive(link)).isEqualTo(Answers.cells());
    }
  }

  @Test
  void triesTheTypesOfAddressInTurnUntilOneWorks() throws Exception {
    sockets.leadNowhere();
    for (int i = 0; i < 3; i++) {
      assertNotReached();
    }
    sockets.only(AddressType.RANDOM);
    transport.connect(LONG).close();
    sockets.leadNowhere();
    assertNotReached();
    assertNotReached();

    assertThat(sockets.connects())
        .extracting(PeerAddress::type)
        .containsExactly(
            AddressType.PUBLIC,
            AddressType.RANDOM,
            AddressType.PUBLIC,
            AddressType.RANDOM,
            AddressType.RANDOM,
            AddressType.RANDOM);
  }

  @Test
  void leavesNoDescriptorsBehind() throws Exception {
    readCells();
    long before = SocketPair.descriptors();

    for (int i = 0; i < 10_000; i++) {
      transport.connect(LONG).close();
    }

    SocketPair.awaitDescriptorsBelow(before + 20);
  }

  @Test
  void leavesNoDescriptorsBehindWhenNothingGoesRight() throws Exception {
    peer.on("12", (_, wire) -> wire.hangUp());
    long before = SocketPair.descriptors();

    for (int i = 0; i < 200; i++) {
      assertThatThrownBy(() -> transport.connect(LONG)).isInstanceOf(TransportException.class);
    }
    sockets.refuse(113);
    assertThatThrownBy(() -> transport.connect(LONG)).isInstanceOf(TransportException.class);
    sockets.refuse(0);
    sockets.leadToRefusal();
    for (int i = 0; i < 200; i++) {
      assertThatThrownBy(() -> transport.connect(LONG)).isInstanceOf(TransportException.class);
    }

    SocketPair.awaitDescriptorsBelow(before + 20);
  }

  private void assertNotReached() {
    assertThatThrownBy(() -> transport.connect(SHORT)).hasMessageContaining("within 20 ms");
  }

  private static AttributeTable withoutRequests() {
    return new AttributeTable()
        .service("0018")
        .characteristic(AttributeTable.READ, "002a")
        .at(0x0f)
        .service("00ff")
        .characteristic(AttributeTable.NOTIFY, "01ff")
        .at(0x12)
        .descriptor("0229")
        .at(0x14)
        .characteristic(AttributeTable.WRITE_COMMAND, "03ff");
  }

  private void readCells() throws Exception {
    try (Connection link = transport.connect(LONG)) {
      link.send(hex(Answers.READ_CELLS));
      assertThat(receive(link)).isEqualTo(Answers.cells());
    }
  }

  /// As many bytes as the answer to a read of the cells has.
  private static byte[] receive(Connection link) throws Exception {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    while (received.size() < Answers.cells().length) {
      byte[] fragment = link.receive(LONG);
      assertThat(fragment).isNotEmpty();
      received.writeBytes(fragment);
    }
    return received.toByteArray();
  }

  private static void assertTrouble(ThrowingCallable call, Kind kind, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageStartingWith(NAME + ": ")
        .hasMessageContaining(words);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
