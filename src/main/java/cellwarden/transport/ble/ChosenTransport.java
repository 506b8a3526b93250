package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way to one battery: the one that was wished for, else the kernel's, else BlueZ. A battery
/// that turns out to want pairing goes over to BlueZ for good, since only bluetoothd can pair.
///
/// Where the kernel's way is barred by a link that bluetoothd holds for nobody, that link is ended
/// first.
///
/// Not for use by several threads at once.
public final class ChosenTransport implements Transport {

  private final BleAddress address;
  private final Optional<Stack> wish;
  private final Bluetooth bluetooth;
  private final Consumer<Choice> told;
  private @Nullable Way way;

  ChosenTransport(
      BleAddress address, Optional<Stack> wish, Bluetooth bluetooth, Consumer<Choice> told) {
    this.address = address;
    this.wish = wish;
    this.bluetooth = bluetooth;
    this.told = told;
  }

  /// A choice, and the one transport that goes with it, which may remember the battery's
  /// attributes.
  private record Way(Choice choice, Transport transport) {}

  /// Chooses now what the first connect would else choose: a stack may take a while to load.
  ///
  /// Where neither works, nothing happens yet; each connect then looks again, and says so.
  public void prepare() {
    try {
      way();
    } catch (TransportException e) {
      // A daemon that is not up yet must not keep the program from starting.
    }
  }

  /// What was chosen; empty as long as nothing is.
  public Optional<Choice> choice() {
    return Optional.ofNullable(way).map(Way::choice);
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Way current = way();
    if (current.choice().stack() != Stack.KERNEL) {
      return current.transport().connect(timeout);
    }
    if (wish.isPresent()) {
      return connectByKernel(current.transport(), timeout);
    }
    try {
      return new WatchedConnection(connectByKernel(current.transport(), timeout), this::goOver);
    } catch (BleException e) {
      if (e.trouble() != BleTrouble.WANTS_PAIRING) {
        throw e;
      }
    }
    return goOver().transport().connect(timeout);
  }

  /// The time that it takes to end another link is not taken from the connect.
  private Connection connectByKernel(Transport kernel, Duration timeout)
      throws TransportException, InterruptedException {
    try {
      return kernel.connect(timeout);
    } catch (BleException e) {
      if (e.trouble() != BleTrouble.IN_USE || !bluetooth.endUnusedLink(address, timeout)) {
        throw e;
      }
    }
    return kernel.connect(timeout);
  }

  private Way goOver() {
    return take(new Choice(Stack.BLUEZ, "the battery wants pairing, which only bluetoothd can do"));
  }

  private Way way() throws TransportException {
    return way == null ? take(choose()) : way;
  }

  private Way take(Choice choice) {
    Way taken = new Way(choice, bluetooth.stack(choice.stack()).transport(address));
    way = taken;
    told.accept(choice);
    return taken;
  }

  private Choice choose() throws TransportException {
    if (wish.isPresent()) {
      // Whatever the answer: asking makes the stack load what it needs.
      bluetooth.stack(wish.get()).obstacle();
      return new Choice(wish.get(), "as configured");
    }
    Optional<String> kernel = bluetooth.stack(Stack.KERNEL).obstacle();
    if (kernel.isEmpty()) {
      return new Choice(Stack.KERNEL, "the short way, which works here");
    }
    Optional<String> bluez = bluetooth.stack(Stack.BLUEZ).obstacle();
    if (bluez.isEmpty()) {
      return new Choice(Stack.BLUEZ, "not kernel: " + kernel.get());
    }
    throw BleTrouble.NO_WAY.at(address, "kernel: " + kernel.get() + "; bluez: " + bluez.get());
  }
}
