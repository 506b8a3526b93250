package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.Uuids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt to reach a battery: wait for the adapter, scan if bluetoothd does not know the
/// device, connect, resolve the services, subscribe.
final class Dial {

  private static final Logger LOG = LoggerFactory.getLogger(Dial.class);

  private final Bluez bluez;
  private final BleAddress address;
  private final Duration timeout;
  private final Deadline deadline;
  private final Session session;
  private final String adapter;
  private final String device;
  private boolean tried;
  private OptionalInt signal = OptionalInt.empty();

  private Dial(
      Bluez bluez,
      BleAddress address,
      Duration timeout,
      Deadline deadline,
      Session session,
      String adapter) {
    this.bluez = bluez;
    this.address = address;
    this.timeout = timeout;
    this.deadline = deadline;
    this.session = session;
    this.adapter = adapter;
    this.device = adapter + "/dev_" + address.mac().replace(':', '_');
  }

  static BluezConnection connect(Bluez bluez, BleAddress address, Duration timeout)
      throws TransportException, BusException, InterruptedException {
    return prepared(bluez, address, timeout).connect();
  }

  /// Ends a link that stands and that nobody uses.
  ///
  /// @return whether no link stands now
  static boolean endUnusedLink(Bluez bluez, BleAddress address, Duration timeout)
      throws TransportException, BusException, InterruptedException {
    return prepared(bluez, address, timeout).endUnusedLink();
  }

  private static Dial prepared(Bluez bluez, BleAddress address, Duration timeout)
      throws TransportException, BusException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    Session session = bluez.session(deadline);
    Deadline asking = deadline.orIn(bluez.timing().call());
    String adapter = new Adapters(session, bluez.rfkill()).choose(address, asking);
    return new Dial(bluez, address, timeout, deadline, session, adapter);
  }

  private BluezConnection connect() throws TransportException, BusException, InterruptedException {
    Link link = open();
    boolean ready = false;
    try {
      BluezConnection connection =
          BluezConnection.subscribe(link, characteristics(), bluez.timing(), deadline);
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        link.abandon();
      }
    }
  }

  /// A link whose services are known. The adapter is free for others when it returns.
  private Link open() throws TransportException, BusException, InterruptedException {
    while (true) {
      letFormerLinkEnd();
      try (Turns.Turn turn = bluez.turns().take(adapter, deadline).orElseThrow(this::tooBusy)) {
        Optional<Link> link = isConnected() ? Optional.of(takeOver()) : attempt(turn);
        if (link.isPresent()) {
          return link.get();
        }
      }
    }
  }

  /// bluetoothd answers a connect while it is still busy ending the link, and then ends it all the
  /// same: a link that somebody gave up has to be waited for.
  private void letFormerLinkEnd() throws TransportException, BusException, InterruptedException {
    if (isConnected()) {
      if (bluez.held().contains(device)) {
        throw BleTrouble.IN_USE.at(address, "");
      }
      session.tree().await(() -> !isSaidConnected(), deadline.orIn(bluez.timing().leaving()));
    }
  }

  private boolean endUnusedLink() throws TransportException, BusException, InterruptedException {
    letFormerLinkEnd();
    try (Turns.Turn _ = bluez.turns().take(adapter, deadline).orElseThrow(this::tooBusy)) {
      if (!isConnected()) {
        return true;
      }
      if (isUsed()) {
        return false;
      }
      LOG.info("{}: ends a link that stands and that nobody listens on", address);
      standing().close();
      return !isConnected();
    }
  }

  private boolean isConnected() throws BusException, InterruptedException {
    return isSaidConnected() && session.isConnected(device, deadline.orIn(bluez.timing().call()));
  }

  private boolean isSaidConnected() {
    return session.tree().is(device, Device1.INTERFACE, "Connected");
  }

  /// Uses a link that stands although this program did not make it, if nobody else uses it.
  private Link takeOver() throws TransportException, BusException, InterruptedException {
    if (isUsed()) {
      throw BleTrouble.IN_USE.at(address, "");
    }
    LOG.info("{}: takes over a link that stands and that nobody listens on", address);
    return standing();
  }

  private boolean isUsed() throws BusException, InterruptedException {
    Deadline asking = deadline.orIn(bluez.timing().call());
    return bluez.held().contains(device)
        || !session.tree().is(device, Device1.INTERFACE, "ServicesResolved")
        || new Occupancy(session, device).isInUse(asking);
  }

  private Link standing() {
    Link link = new Link(bluez, session, address, device, OptionalInt.empty(), true);
    link.watch();
    return link;
  }

  /// @return empty when it is others' turn
  private Optional<Link> attempt(Turns.Turn turn)
      throws TransportException, BusException, InterruptedException {
    tried = true;
    signal = rssi();
    if (!isKnown() && !isHeard(turn)) {
      return Optional.empty();
    }
    Link link = new Link(bluez, session, address, device, signal, false);
    boolean up = false;
    try {
      up = link.establish(turn, deadline, BleTrouble.words(timeout));
    } catch (BusException e) {
      if (!Refusals.isGone(e)) {
        throw e;
      }
      // Dropped between the last signal and the call: scan for it.
      session.tree().removed(device, List.of(Device1.INTERFACE));
    } finally {
      if (!up) {
        link.abandon();
      }
    }
    return up ? Optional.of(link) : Optional.empty();
  }

  private boolean isKnown() {
    return session.tree().has(device, Device1.INTERFACE);
  }

  private OptionalInt rssi() {
    return Heard.rssi(session.tree(), device);
  }

  /// Scans until bluetoothd knows the device.
  ///
  /// @return false when it is others' turn
  private boolean isHeard(Turns.Turn turn)
      throws TransportException, BusException, InterruptedException {
    Timing timing = bluez.timing();
    Adapter1 radio = new Adapter1(session.bus(), adapter);
    long era = session.tree().era();
    while (true) {
      try (Discovery _ = Discovery.start(radio, deadline.orIn(timing.call()), timing.call())) {
        if (session.tree().await(this::isKnown, deadline.orIn(timing.scan()))) {
          // At the end of the scan bluetoothd forgets it.
          signal = rssi();
          return true;
        }
      } catch (BusException e) {
        Adapters adapters = new Adapters(session, bluez.rfkill());
        adapters.forgetIfGone(adapter, e);
        adapters.choose(address, deadline.orIn(timing.call()));
        throw e;
      }
      if (session.tree().era() != era) {
        throw BleTrouble.NO_DAEMON.at(address, " any more");
      }
      if (deadline.isPassed()) {
        throw BleTrouble.NOT_HEARD.at(address, BleTrouble.words(timeout));
      }
      if (turn.isOver()) {
        return false;
      }
    }
  }

  /// Signals of new objects may be lost or late: then bluetoothd is asked for all it has.
  private FrameCharacteristics characteristics()
      throws TransportException, BusException, InterruptedException {
    Optional<FrameCharacteristics> found = find();
    if (found.isEmpty()) {
      session.renew(deadline.orIn(bluez.timing().call()));
      found = find();
    }
    return found.orElseThrow(() -> BleTrouble.NOT_JBD.at(address, services()));
  }

  private Optional<FrameCharacteristics> find() {
    return FrameCharacteristics.find(session.tree(), device, address.writeHandle());
  }

  private String services() {
    ObjectTree tree = session.tree();
    List<String> uuids =
        tree.below(device, GattCharacteristic1.SERVICE_INTERFACE).stream()
            .flatMap(path ->
                tree
                    .property(path, GattCharacteristic1.SERVICE_INTERFACE, "UUID", String.class)
                    .stream())
            .toList();
    return uuids.isEmpty()
        ? "it has none"
        : "it has " + uuids.stream().map(Uuids::shortest).collect(Collectors.joining(", "));
  }

  /// Others are to blame only if this battery never had its turn.
  private TransportException tooBusy() {
    String others = tried ? "" : ": other batteries kept the adapter busy";
    return BleTrouble.NO_CONNECT.at(address, BleTrouble.words(timeout) + others);
  }
}
