package cellwarden.transport.kernel.socket;

import cellwarden.transport.kernel.socket.BluetoothSockets.Adapter;
import cellwarden.transport.kernel.socket.BluetoothSockets.Link;
import cellwarden.transport.kernel.socket.BluetoothSockets.LinkState;
import cellwarden.transport.kernel.socket.ManagementSocket.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
public final class Management {

  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private static final int READ_INDEX_LIST = 0x03;
  private static final int READ_INFO = 0x04;
  private static final int SET_POWERED = 0x05;
  private static final int DISCONNECT = 0x14;
  private static final int GET_CONN_INFO = 0x31;

  private static final int NO_ADAPTER = 0xFFFF;
  private static final byte[] NOTHING = {};

  private static final int SUCCESS = 0;
  private static final int NOT_CONNECTED = 0x02;

  /// What it answers to a process without CAP_NET_ADMIN.
  public static final int PERMISSION_DENIED = 0x14;

  /// What is no status of the kernel's.
  private static final int NO_ANSWER = -1;

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

  public Management(BluetoothSockets sockets) {
    this.sockets = sockets;
  }

  /// All adapters that the kernel has set up, by number.
  public List<Adapter> adapters() throws LinkException {
    try (ManagementSocket socket = new ManagementSocket(sockets)) {
      return adapters(socket);
    }
  }

  private static List<Adapter> adapters(ManagementSocket socket) throws LinkException {
    List<Adapter> adapters = new ArrayList<>();
    Answer list =
        socket
            .command(READ_INDEX_LIST, NO_ADAPTER, NOTHING, LOOK)
            .orElseThrow(LinkException::silent);
    for (int at = Short.BYTES; at + Short.BYTES <= list.parameters().limit(); at += Short.BYTES) {
      int number = Short.toUnsignedInt(list.parameters().getShort(at));
      Answer info =
          socket.command(READ_INFO, number, NOTHING, LOOK).orElseThrow(LinkException::silent);
      if (info.parameters().limit() > CURRENT_SETTINGS_AT) {
        boolean powered = (info.parameters().get(CURRENT_SETTINGS_AT) & POWERED) != 0;
        String mac =
            PeerAddress.macText(info.parameters().array(), info.parameters().arrayOffset());
        adapters.add(new Adapter(number, mac, powered));
      }
    }
    adapters.sort(Comparator.comparingInt(Adapter::number));
    return adapters;
  }

  /// Ends a link at once, which is otherwise kept for 2 s after its last use.
  public void end(Link link) {
    end(link, END);
  }

  /// Orders the end of a link.
  ///
  /// @param patience with the answer; the kernel does what it was told also without one
  /// @return whether it was told and did not refuse
  public boolean end(Link link, Duration patience) {
    if (mayNotEnd.get()) {
      return false;
    }
    try {
      Optional<Answer> answer = ask(link, DISCONNECT, patience);
      int status = answer.map(Answer::status).orElse(SUCCESS);
      if (status == PERMISSION_DENIED) {
        sayThatLinksStayUp();
      }
      return status == SUCCESS || status == NOT_CONNECTED;
    } catch (LinkException e) {
      LOG.debug("ending a link: {}", e.getMessage());
      return false;
    }
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
  public LinkState state(Link link) {
    try (ManagementSocket socket = new ManagementSocket(sockets)) {
      return sockets.links(carrier(socket, link)).getOrDefault(link.peer().mac(), LinkState.NONE);
    } catch (LinkException e) {
      LOG.debug("looking for links: {}", e.getMessage());
      return LinkState.NONE;
    }
  }

  /// Switches an adapter off, where it is on, and on.
  ///
  /// @param timeout for each of the two
  /// @throws LinkException if there is no such adapter, or it is not on afterwards
  public void powerCycle(String adapter, Duration timeout) throws LinkException {
    try (ManagementSocket socket = new ManagementSocket(sockets)) {
      int number =
          adapters(socket).stream()
              .filter(one -> one.name().equals(adapter))
              .findFirst()
              .orElseThrow(() -> LinkException.failed(LinkException.Kind.SYSTEM, Errno.ENODEV))
              .number();
      int status = switched(socket, number, false, timeout);
      if (status != PERMISSION_DENIED) {
        status = switched(socket, number, true, timeout);
      }
      if (status != SUCCESS) {
        String words = status == PERMISSION_DENIED ? "permission denied" : "status " + status;
        throw new LinkException(LinkException.Kind.SYSTEM, status, words);
      }
    }
  }

  private static int switched(ManagementSocket socket, int number, boolean on, Duration timeout)
      throws LinkException {
    return socket
        .command(SET_POWERED, number, new byte[] {(byte) (on ? 1 : 0)}, timeout)
        .map(Answer::status)
        .orElse(NO_ANSWER);
  }

  /// The signal strength of a link, dBm.
  public OptionalInt rssi(Link link) {
    if (cannotMeasure.get()) {
      return OptionalInt.empty();
    }
    Optional<Answer> answer;
    try {
      answer = ask(link, GET_CONN_INFO, MEASURE);
    } catch (LinkException e) {
      LOG.debug("measuring a link: {}", e.getMessage());
      answer = Optional.empty();
    }
    if (answer.isEmpty()) {
      cannotMeasure.compareAndSet(false, unanswered.incrementAndGet() >= MOST_UNANSWERED);
      return OptionalInt.empty();
    }
    int status = answer.get().status();
    if (status != SUCCESS || answer.get().parameters().limit() <= RSSI_AT) {
      cannotMeasure.compareAndSet(false, status != NOT_CONNECTED);
      return OptionalInt.empty();
    }
    unanswered.set(0);
    int rssi = answer.get().parameters().get(RSSI_AT);
    return rssi == RSSI_UNKNOWN ? OptionalInt.empty() : OptionalInt.of(rssi);
  }

  /// @return empty if there was no answer
  private Optional<Answer> ask(Link link, int code, Duration timeout) throws LinkException {
    try (ManagementSocket socket = new ManagementSocket(sockets)) {
      int adapter = carrier(socket, link).number();
      return socket.command(code, adapter, link.peer().bytes(), timeout);
    }
  }

  /// The adapter of a link.
  ///
  /// @throws LinkException also if it is gone
  private static Adapter carrier(ManagementSocket socket, Link link) throws LinkException {
    return adapters(socket).stream()
        .filter(adapter -> adapter.mac().equals(link.adapter()))
        .findFirst()
        .orElseThrow(() -> LinkException.failed(LinkException.Kind.SYSTEM, Errno.ENODEV));
  }
}
