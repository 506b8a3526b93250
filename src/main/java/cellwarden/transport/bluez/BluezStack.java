package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Deadline;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BusUse;
import cellwarden.transport.ble.Passkey;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BusException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The way over the Bluetooth daemon.
///
/// Nothing of D-Bus is loaded before the first connect or scan.
public final class BluezStack implements BleStack.Scanning {

  private final String busAddress;
  private final Bluez bluez;

  /// Over the system's message bus.
  public BluezStack() {
    this(BluezBus.address(System.getenv()), BluezTimeouts.USUAL, AdapterCheck.SYSTEM);
  }

  BluezStack(String busAddress, BluezTimeouts timeouts, AdapterCheck check) {
    this.busAddress = busAddress;
    this.bluez = new Bluez(busAddress, timeouts, check);
  }

  @Override
  public Optional<String> obstacle() {
    return BluezBus.obstacle(busAddress);
  }

  @Override
  public List<? extends AdapterState> adapters(Duration timeout)
      throws TransportException, InterruptedException {
    try {
      return bluez.adapters(Deadline.in(timeout));
    } catch (BusException e) {
      throw BluezTroubles.anywhere(e);
    }
  }

  @Override
  public Transport transport(BleAddress address, BooleanSupplier bonded) {
    return timeout -> at(address, timeout, ConnectAttempt::connect);
  }

  @Override
  public boolean endUnusedLink(BleAddress address, Duration timeout)
      throws TransportException, InterruptedException {
    return at(address, timeout, ConnectAttempt::endUnusedLink);
  }

  @Override
  public boolean pair(BleAddress address, Passkey passkey, boolean again, Duration timeout)
      throws TransportException, InterruptedException {
    return at(address, timeout, attempt -> attempt.pair(passkey, again));
  }

  @Override
  public boolean forget(BleAddress address, Duration timeout)
      throws TransportException, InterruptedException {
    return at(address, timeout, ConnectAttempt::forget);
  }

  /// What is done with one battery, within a time.
  private interface Step<T> {
    T take(ConnectAttempt attempt) throws TransportException, BusException, InterruptedException;
  }

  private <T> T at(BleAddress address, Duration timeout, Step<T> step)
      throws TransportException, InterruptedException {
    try {
      return step.take(ConnectAttempt.begin(bluez, address, timeout));
    } catch (BusException e) {
      throw BluezTroubles.at(address, e);
    }
  }

  @Override
  public Optional<String> use(String adapter, Set<String> own, Duration timeout)
      throws TransportException, InterruptedException {
    try {
      return new BluezAdapterCare(bluez, adapter, Deadline.in(timeout)).use(own);
    } catch (BusException e) {
      throw BluezTroubles.anywhere(e);
    }
  }

  @Override
  public void powerCycle(String adapter, Duration timeout)
      throws TransportException, InterruptedException {
    try {
      new BluezAdapterCare(bluez, adapter, Deadline.in(timeout)).powerCycle(timeout);
    } catch (BusException e) {
      TransportException.Kind kind =
          BluezTroubles.of(e) == BleTrouble.NO_RIGHTS
              ? TransportException.Kind.DENIED
              : TransportException.Kind.UNREACHABLE;
      throw new TransportException(kind, adapter + ": " + e.words(), e);
    }
  }

  /// Takes turns with the batteries' connects.
  @Override
  public List<Advertisement> scan(Duration length, Consumer<Advertisement> listener)
      throws TransportException, InterruptedException {
    try {
      return new BluezScan(bluez, listener).run(Deadline.in(length));
    } catch (BusException e) {
      throw BluezTroubles.anywhere(e);
    }
  }

  @Override
  public Optional<BusUse> busUse(Duration timeout) throws InterruptedException {
    try {
      return bluez.busUse(Deadline.in(timeout));
    } catch (BusException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    bluez.close();
  }
}
