package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Both ways to the radio, for the life of the process and all batteries.
///
/// Neither is made, nor any class of it loaded, before it is needed: the kernel's way costs no
/// D-Bus connection unless another program holds a battery's link, and a program without Bluetooth
/// batteries pays for neither.
public final class Bluetooth implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Bluetooth.class);

  private final OnDemand<BleStack> kernel;
  private final OnDemand<ScanningStack> bluez;

  public Bluetooth(Supplier<BleStack> kernel, Supplier<ScanningStack> bluez) {
    this.kernel = new OnDemand<>(kernel);
    this.bluez = new OnDemand<>(bluez);
  }

  /// The way to one battery, not yet chosen.
  ///
  /// @param wish the stack to take; empty leaves the choice to the program
  /// @param told hears of the choice, and once more if it has to change
  public ChosenTransport transport(
      BleAddress address, Optional<BleAddress.Stack> wish, Consumer<Choice> told) {
    return new ChosenTransport(address, wish, this, told);
  }

  /// Listens for batteries.
  public Scanner scanner() {
    return bluez.get().scanner();
  }

  /// Ends a link that no program uses, as far as bluetoothd can be asked for it.
  ///
  /// @return whether the battery is free of such a link now
  boolean endUnusedLink(BleAddress address, Duration timeout) throws InterruptedException {
    ScanningStack stack = bluez.get();
    try {
      return stack.obstacle().isEmpty() && stack.endUnusedLink(address, timeout);
    } catch (TransportException e) {
      LOG.debug("{}: whether anybody uses its link is not known: {}", address, e.getMessage());
      return false;
    }
  }

  BleStack stack(BleAddress.Stack which) {
    return switch (which) {
      case KERNEL -> kernel.get();
      case BLUEZ -> bluez.get();
    };
  }

  @Override
  public void close() {
    kernel.close();
    bluez.close();
  }

  /// A stack that is made when it is first asked for.
  private static final class OnDemand<S extends BleStack> {
    private final Supplier<S> maker;
    private @Nullable S made;

    OnDemand(Supplier<S> maker) {
      this.maker = maker;
    }

    synchronized S get() {
      if (made == null) {
        made = maker.get();
      }
      return made;
    }

    synchronized void close() {
      if (made != null) {
        made.close();
      }
    }
  }
}
