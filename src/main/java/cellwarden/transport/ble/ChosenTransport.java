package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to one battery: the one that was wished for, else the kernel's, else BlueZ. A battery
/// that turns out to want pairing, and whose passkey is not known, goes over to BlueZ for good: a
/// person may have paired it there.
///
/// Where the kernel's way is barred by a link that bluetoothd holds for nobody, that link is ended
/// first.
///
/// Not for use by several threads at once.
public final class ChosenTransport implements Transport {

  private static final Logger LOG = LoggerFactory.getLogger(ChosenTransport.class);

  private final BleAddress address;
  private final Bluetooth bluetooth;
  private final Consumer<StackChoice> listener;
  private final Optional<Bonding> bonding;
  private @Nullable StackChoice choice;

  /// The one transport of the stack that was chosen, which may remember the battery's attributes.
  private @Nullable Transport transport;

  /// Which stack leads to a battery, and why.
  ///
  /// @param reason a clause such as "as configured"
  public record StackChoice(Stack stack, String reason) {

    /// For a person: `kernel (as configured)`.
    @Override
    public String toString() {
      return stack.label() + " (" + reason + ")";
    }
  }

  /// @param address names the stack to take; else the program chooses
  /// @param listener hears of the choice, and once more if it has to change
  /// @param passkey with which the battery is paired, if it wants that
  public ChosenTransport(
      BleAddress address,
      Bluetooth bluetooth,
      Consumer<StackChoice> listener,
      Optional<Passkey> passkey) {
    this(address, bluetooth, listener, passkey, System::nanoTime);
  }

  /// @param nanos the monotonic clock
  ChosenTransport(
      BleAddress address,
      Bluetooth bluetooth,
      Consumer<StackChoice> listener,
      Optional<Passkey> passkey,
      LongSupplier nanos) {
    this.address = address;
    this.bluetooth = bluetooth;
    this.listener = listener;
    this.bonding = passkey.map(key -> new Bonding(address, key, bluetooth, nanos));
  }

  /// Chooses now what the first connect would else choose: a stack may take a while to load.
  ///
  /// Where neither works, nothing happens yet; each connect then looks again, and says so.
  public void prepare() {
    try {
      chosen();
    } catch (TransportException e) {
      // A daemon that is not up yet must not keep the program from starting.
    }
  }

  /// What is chosen now, where that has not happened yet.
  ///
  /// @throws TransportException if neither stack works here
  public StackChoice chosen() throws TransportException {
    transport();
    return choice().orElseThrow();
  }

  /// What was chosen; empty as long as nothing is.
  public Optional<StackChoice> choice() {
    return Optional.ofNullable(choice);
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    if (bonding.isEmpty()) {
      return connectByChoice(timeout);
    }
    Bonding bond = bonding.get();
    transport();
    boolean overBluez = choice().orElseThrow().stack() == Stack.BLUEZ;
    bond.beforeConnect(overBluez, timeout);
    Connection connection;
    try {
      connection = connectByChoice(timeout);
    } catch (BleException e) {
      if (!bond.isMended(e, overBluez, timeout)) {
        throw e;
      }
      connection = connectByChoice(timeout);
    }
    bond.connected();
    return connection;
  }

  @Override
  public boolean pairsAgain() {
    return bonding.map(Bonding::echoed).orElse(false);
  }

  private Connection connectByChoice(Duration timeout)
      throws TransportException, InterruptedException {
    Transport chosen = transport();
    if (choice().map(StackChoice::stack).filter(Stack.KERNEL::equals).isEmpty()) {
      return chosen.connect(timeout);
    }
    try {
      return connectByKernel(chosen, timeout);
    } catch (BleException e) {
      if (e.trouble() != BleTrouble.WANTS_PAIRING
          || address.stack().isPresent()
          || bonding.isPresent()) {
        throw e;
      }
    }
    StackChoice bluez =
        new StackChoice(Stack.BLUEZ, "the battery wants pairing, which only bluetoothd can do");
    return take(bluez).connect(timeout);
  }

  /// The time that it takes to end another link is not taken from the connect.
  private Connection connectByKernel(Transport kernel, Duration timeout)
      throws TransportException, InterruptedException {
    try {
      return kernel.connect(timeout);
    } catch (BleException e) {
      if (e.trouble() != BleTrouble.IN_USE || !endsUnusedLink(timeout)) {
        throw e;
      }
    }
    return kernel.connect(timeout);
  }

  /// Whether the battery is free of a link that no program uses, as far as bluetoothd can be asked.
  private boolean endsUnusedLink(Duration timeout) throws InterruptedException {
    BleStack.Scanning stack = bluetooth.bluez();
    try {
      return stack.obstacle().isEmpty() && stack.endUnusedLink(address, timeout);
    } catch (TransportException e) {
      LOG.debug("{}: whether anybody uses its link is not known: {}", address, e.getMessage());
      return false;
    }
  }

  private Transport transport() throws TransportException {
    return transport == null ? take(choose()) : transport;
  }

  private Transport take(StackChoice taken) {
    Transport way =
        bluetooth
            .stack(taken.stack())
            .transport(address, () -> bonding.map(Bonding::isBonded).orElse(false));
    choice = taken;
    transport = way;
    listener.accept(taken);
    return way;
  }

  private StackChoice choose() throws TransportException {
    if (address.stack().isPresent()) {
      // Whatever the answer: asking makes the stack load what it needs.
      bluetooth.stack(address.stack().get()).obstacle();
      return new StackChoice(address.stack().get(), "as configured");
    }
    Optional<String> kernel = bluetooth.stack(Stack.KERNEL).obstacle();
    if (kernel.isEmpty()) {
      return new StackChoice(Stack.KERNEL, "the short way, which works here");
    }
    Optional<String> bluez = bluetooth.stack(Stack.BLUEZ).obstacle();
    if (bluez.isEmpty()) {
      return new StackChoice(Stack.BLUEZ, "not kernel: " + kernel.get());
    }
    throw BleTrouble.NO_WAY.at(address, "kernel: " + kernel.get() + "; bluez: " + bluez.get());
  }
}
