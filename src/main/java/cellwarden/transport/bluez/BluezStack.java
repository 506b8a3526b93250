package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Rfkill;
import cellwarden.transport.ble.Scanner;
import cellwarden.transport.ble.ScanningStack;
import java.time.Duration;
import java.util.Optional;

/// The way over the Bluetooth daemon.
///
/// Nothing of D-Bus is loaded before the first connect or scan.
public final class BluezStack implements ScanningStack {

  private final String busAddress;
  private final Bluez bluez;

  /// Over the system's message bus.
  public BluezStack() {
    this(SystemBus.address(System.getenv()), Timing.USUAL, Rfkill.SYSTEM);
  }

  BluezStack(String busAddress, Timing timing, Rfkill rfkill) {
    this.busAddress = busAddress;
    this.bluez = new Bluez(busAddress, timing, rfkill);
  }

  @Override
  public BleAddress.Stack kind() {
    return BleAddress.Stack.BLUEZ;
  }

  @Override
  public Optional<String> obstacle() {
    return SystemBus.obstacle(busAddress);
  }

  @Override
  public Transport transport(BleAddress address) {
    return new BluezTransport(bluez, address);
  }

  /// Listens for advertisements. Its scans and the batteries' connects take turns.
  @Override
  public Scanner scanner() {
    return new BluezScanner(bluez);
  }

  @Override
  public boolean endUnusedLink(BleAddress address, Duration timeout)
      throws TransportException, InterruptedException {
    try {
      return Dial.endUnusedLink(bluez, address, timeout);
    } catch (BusException e) {
      throw Refusals.at(address, e);
    }
  }

  @Override
  public void close() {
    bluez.close();
  }
}
