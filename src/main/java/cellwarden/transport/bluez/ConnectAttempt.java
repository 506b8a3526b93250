package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.Passkey;
import cellwarden.transport.bluez.AdapterTurns.Turn;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BusException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt to reach a battery: wait for the adapter, scan if bluetoothd does not know the
/// device, connect, resolve the services, subscribe.
final class ConnectAttempt {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectAttempt.class);

  private final Bluez bluez;
  private final BleAddress battery;
  private final Deadline deadline;
  private final BluezBus bus;
  private final String adapter;
  private final BluezDevice device;
  private boolean tried;
  private OptionalInt rssi = OptionalInt.empty();

  private ConnectAttempt(
      Bluez bluez, BleAddress battery, Deadline deadline, BluezBus bus, String adapter) {
    this.bluez = bluez;
    this.battery = battery;
    this.deadline = deadline;
    this.bus = bus;
    this.adapter = adapter;
    this.device = new BluezDevice(bus, adapter + "/dev_" + battery.mac().replace(':', '_'));
  }

  static ConnectAttempt begin(Bluez bluez, BleAddress battery, Duration timeout)
      throws BleException, BusException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    BluezBus bus = bluez.bus(deadline);
    String adapter = bluez.adapters(bus, Optional.of(battery), bluez.answer(deadline)).getFirst();
    return new ConnectAttempt(bluez, battery, deadline, bus, adapter);
  }

  BluezConnection connect() throws BleException, BusException, InterruptedException {
    BluezConnection link = open();
    try (OnFailure undo = new OnFailure(link::abandon)) {
      link.subscribe(characteristics(), deadline);
      return undo.keep(link);
    }
  }

  /// Ends a link that stands and that nobody uses.
  ///
  /// @return whether no link stands now
  boolean endUnusedLink() throws BleException, BusException, InterruptedException {
    letFormerLinkEnd();
    try (Turn _ = turn()) {
      if (isConnected() && !isUsed()) {
        LOG.info("{}: ends a link that stands and that nobody listens on", battery);
        standing().close();
      }
      return !isConnected();
    }
  }

  /// Makes a bond, unless there is one.
  ///
  /// @param again whether one that is there is forgotten first
  /// @return whether there is one now; false if the battery did not ask for the passkey
  boolean pair(Passkey passkey, boolean again)
      throws BleException, BusException, InterruptedException {
    while (true) {
      letFormerLinkEnd();
      try (Turn turn = turn()) {
        if (again && !tried) {
          bus.renew(bluez.answer(deadline));
          device.forget(bluez.timeouts().firstLook(), bluez.answer(deadline));
        }
        tried = true;
        if (device.isKnown() || isHeard(turn)) {
          return device.isPaired(bluez.answer(deadline))
              || Pairing.make(bluez, battery, device, passkey, deadline);
        }
      }
    }
  }

  /// Has bluetoothd forget the device, unless a link stands or somebody paired, trusted or blocked
  /// it: a bond that is gone has to be made by hand again.
  ///
  /// @return whether it was known
  boolean forget() throws BleException, BusException, InterruptedException {
    try (Turn _ = turn()) {
      if (!device.isKnown()) {
        return false;
      }
      device.refresh(bluez.answer(deadline));
      if (device.isSaidConnected() || device.isOwners()) {
        return false;
      }
      device.forget(bluez.timeouts().firstLook(), bluez.answer(deadline));
      return !device.isKnown();
    }
  }

  /// A link whose services are known. The adapter is free for others when it returns.
  private BluezConnection open() throws BleException, BusException, InterruptedException {
    while (true) {
      letFormerLinkEnd();
      try (Turn turn = turn()) {
        Optional<BluezConnection> link = isConnected() ? Optional.of(takeOver()) : attempt(turn);
        if (link.isPresent()) {
          turn.answered();
          return link.get();
        }
      }
    }
  }

  /// Others are to blame only if this battery never had its turn.
  private Turn turn() throws BleException, InterruptedException {
    String others = tried ? "" : ": other batteries kept the adapter busy";
    return bluez
        .turn(adapter, device.path(), deadline)
        .orElseThrow(() -> BleTrouble.NO_CONNECT.at(battery, deadline.words() + others));
  }

  /// bluetoothd answers a connect while it is still busy ending the link, and then ends it all the
  /// same: a link that somebody gave up has to be waited for.
  private void letFormerLinkEnd() throws BleException, BusException, InterruptedException {
    if (isConnected()) {
      if (bluez.held().contains(device.path())) {
        throw BleTrouble.IN_USE.at(battery, "");
      }
      bus.tree().await(() -> !device.isSaidConnected(), deadline.orIn(bluez.timeouts().leaving()));
    }
  }

  private boolean isConnected() throws BusException, InterruptedException {
    return device.isSaidConnected() && device.isConnected(bluez.answer(deadline));
  }

  /// Uses a link that stands although this program did not make it, if nobody else uses it.
  private BluezConnection takeOver() throws BleException, BusException, InterruptedException {
    if (isUsed()) {
      throw BleTrouble.IN_USE.at(battery, "");
    }
    LOG.info("{}: takes over a link that stands and that nobody listens on", battery);
    return standing();
  }

  private boolean isUsed() throws BusException, InterruptedException {
    return bluez.held().contains(device.path())
        || !device.isResolved()
        || device.isListenedTo(bluez.answer(deadline));
  }

  private BluezConnection standing() {
    BluezConnection link = new BluezConnection(bluez, battery, device, OptionalInt.empty(), true);
    link.watch();
    return link;
  }

  /// @return empty when it is others' turn, or is to be tried again
  private Optional<BluezConnection> attempt(Turn turn)
      throws BleException, BusException, InterruptedException {
    tried = true;
    rssi = device.rssi();
    if (!device.isKnown() && !isHeard(turn)) {
      return Optional.empty();
    }
    BluezConnection link = new BluezConnection(bluez, battery, device, rssi, false);
    try (OnFailure undo = new OnFailure(link::abandon)) {
      if (link.connect(turn, deadline)) {
        return undo.keep(Optional.of(link));
      }
    } catch (BusException e) {
      if (BluezTroubles.isGone(e)) {
        // Dropped between the last signal and the call: scan for it.
        bus.tree().remove(device.path());
      } else if (BluezTroubles.isConnecting(e)) {
        bus.tree().await(device::isSaidConnected, deadline.orIn(bluez.timeouts().look()));
      } else {
        throw e;
      }
    }
    return Optional.empty();
  }

  /// Scans until bluetoothd knows the device.
  ///
  /// @return false when it is others' turn
  private boolean isHeard(Turn turn) throws BleException, BusException, InterruptedException {
    BluezTimeouts timeouts = bluez.timeouts();
    long generation = bus.tree().generation();
    while (true) {
      try (Discovery _ = Discovery.start(bus, adapter, bluez.answer(deadline), timeouts.answer())) {
        if (bus.tree().await(device::isKnown, deadline.orIn(timeouts.turn()))) {
          // At the end of the scan bluetoothd forgets it.
          rssi = device.rssi();
          return true;
        }
      } catch (BusException e) {
        if (BluezTroubles.isGone(e)) {
          // Says which adapters there are.
          bluez.adapters(bus, Optional.of(battery), bluez.answer(deadline));
        }
        throw e;
      }
      if (bus.tree().generation() != generation) {
        throw BleTrouble.NO_DAEMON.at(battery, " any more");
      }
      // The signal of it may be lost.
      bus.renew(Deadline.in(timeouts.answer()));
      if (device.isKnown()) {
        return true;
      }
      if (deadline.isPassed()) {
        throw BleTrouble.NOT_HEARD.at(battery, deadline.words());
      }
      if (turn.isOver()) {
        return false;
      }
    }
  }

  /// Signals of new objects may be lost or late: then bluetoothd is asked for all it has.
  private FrameCharacteristics characteristics()
      throws BleException, BusException, InterruptedException {
    Optional<FrameCharacteristics> found = find();
    if (found.isEmpty()) {
      bus.renew(bluez.answer(deadline));
      found = find();
    }
    return found.orElseThrow(() -> BleTrouble.NOT_JBD.at(battery, device.services()));
  }

  private Optional<FrameCharacteristics> find() {
    return FrameCharacteristics.find(bus, device.path(), battery.writeHandle());
  }
}
