package cellwarden.transport.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the kernel tells and does about its adapters and their links. Looking needs no rights;
/// ending a link and its signal strength need CAP_NET_ADMIN. What turns out not to work is not
/// tried again.
final class Management {

  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private static final int READ_INDEX_LIST = 0x03;
  private static final int READ_INFO = 0x04;
  private static final int DISCONNECT = 0x14;
  private static final int GET_CONN_INFO = 0x31;

  private static final int NO_ADAPTER = 0xFFFF;
  private static final byte[] NOTHING = {};

  private static final int SUCCESS = 0;
  private static final int NOT_CONNECTED = 0x02;
  private static final int PERMISSION_DENIED = 0x14;

  /// Of the answer to [#READ_INFO]: address, version, manufacturer, supported and current settings.
  private static final int CURRENT_SETTINGS_AT = 13;

  private static final int POWERED = 1;

  /// Of the answer to [#GET_CONN_INFO]: address and its type, then the signal strength.
  private static final int RSSI_AT = 7;

  private static final int RSSI_UNKNOWN = 127;

  /// Measures without an answer, one after the other, each of which keeps the kernel from other
  /// commands for 2 s.
  private static final int MOST_UNANSWERED = 3;

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration MEASURE = Duration.ofMillis(250);

  /// Longer than the supervision of a link whose battery has gone.
  private static final Duration END = Duration.ofSeconds(1);

  private final BluetoothSockets sockets;
  private final AtomicBoolean mayNotEnd = new AtomicBoolean();
  private final AtomicBoolean cannotMeasure = new AtomicBoolean();
  private final AtomicInteger unanswered = new AtomicInteger();

  Management(BluetoothSockets sockets) {
    this.sockets = sockets;
  }

  /// All adapters that the kernel has set up, by number.
  List<Adapter> adapters() throws LinkException {
    try (ManagementSocket socket = ManagementSocket.open(sockets)) {
      return adapters(socket);
    }
  }

  /// Ends a link at once, which is otherwise kept for 2 s after its last use.
  void end(String adapterMac, PeerAddress peer) {
    end(adapterMac, peer, END);
  }

  /// Orders the end of a link.
  ///
  /// @param patience with the answer; the kernel does what it was told also without
  /// @return whether it does; false if it refuses
  boolean end(String adapterMac, PeerAddress peer, Duration patience) {
    if (mayNotEnd.get()) {
      return false;
    }
    Optional<ManagementSocket.Answer> answer =
        askAdapter(adapterMac, DISCONNECT, peer.bytes(), patience);
    if (answer.isPresent() && answer.get().status() == PERMISSION_DENIED) {
      sayThatLinksStayUp();
    }
    return answer
        .map(ManagementSocket.Answer::status)
        .map(status -> status == SUCCESS || status == NOT_CONNECTED)
        .orElse(true);
  }

  private void sayThatLinksStayUp() {
    cannotMeasure.set(true);
    if (mayNotEnd.compareAndSet(false, true)) {
      LOG.info(
          "after each read a battery stays taken for 2 s, since ending a Bluetooth link at once needs"
              + " CAP_NET_ADMIN: see docs/how-to/bluetooth-on-a-raspberry-pi.md");
    }
  }

  /// How far the kernel is with a link.
  LinkState state(String adapterMac, PeerAddress peer) {
    try {
      for (Adapter adapter : adapters()) {
        if (adapter.mac().equals(adapterMac)) {
          return sockets.links(adapter).getOrDefault(peer.mac(), LinkState.NONE);
        }
      }
    } catch (LinkException e) {
      LOG.debug("looking for links: {}", e.getMessage());
    }
    return LinkState.NONE;
  }

  /// The signal strength of a link, dBm.
  OptionalInt rssi(String adapterMac, PeerAddress peer) {
    if (cannotMeasure.get()) {
      return OptionalInt.empty();
    }
    Optional<ManagementSocket.Answer> answer =
        askAdapter(adapterMac, GET_CONN_INFO, peer.bytes(), MEASURE);
    if (answer.isPresent() && answer.get().status() == NOT_CONNECTED) {
      return OptionalInt.empty();
    }
    if (answer.isEmpty()) {
      cannotMeasure.compareAndSet(false, unanswered.incrementAndGet() >= MOST_UNANSWERED);
      return OptionalInt.empty();
    }
    if (answer.get().status() != SUCCESS || answer.get().parameters().limit() <= RSSI_AT) {
      cannotMeasure.set(true);
      return OptionalInt.empty();
    }
    unanswered.set(0);
    int rssi = answer.get().parameters().get(RSSI_AT);
    return rssi == RSSI_UNKNOWN ? OptionalInt.empty() : OptionalInt.of(rssi);
  }

  /// @return empty if there was no answer
  private Optional<ManagementSocket.Answer> askAdapter(
      String mac, int code, byte[] parameters, Duration timeout) {
    try (ManagementSocket socket = ManagementSocket.open(sockets)) {
      for (Adapter adapter : adapters(socket)) {
        if (adapter.mac().equals(mac)) {
          return Optional.of(socket.command(code, adapter.number(), parameters, timeout));
        }
      }
    } catch (LinkException e) {
      LOG.debug("management command 0x{}: {}", Integer.toHexString(code), e.getMessage());
    }
    return Optional.empty();
  }

  private static List<Adapter> adapters(ManagementSocket socket) throws LinkException {
    List<Adapter> adapters = new ArrayList<>();
    ManagementSocket.Answer list = socket.command(READ_INDEX_LIST, NO_ADAPTER, NOTHING, LOOK);
    for (int at = Short.BYTES; at + Short.BYTES <= list.parameters().limit(); at += Short.BYTES) {
      int number = Short.toUnsignedInt(list.parameters().getShort(at));
      ManagementSocket.Answer info = socket.command(READ_INFO, number, NOTHING, LOOK);
      if (info.parameters().limit() > CURRENT_SETTINGS_AT) {
        boolean powered = (info.parameters().get(CURRENT_SETTINGS_AT) & POWERED) != 0;
        String mac = DeviceAddress.text(info.parameters().array(), info.parameters().arrayOffset());
        adapters.add(new Adapter(number, mac, powered));
      }
    }
    adapters.sort((a, b) -> Integer.compare(a.number(), b.number()));
    return adapters;
  }
}
