package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Both ways to the radio, for the life of the process and all batteries.
///
/// Neither is made, nor any class of it loaded, before it is needed: the kernel's way costs no
/// D-Bus connection unless another program holds a battery's link, and a program without Bluetooth
/// batteries pays for neither.
public final class Bluetooth implements AutoCloseable {

  private final OnDemand<BleStack> kernel;
  private final OnDemand<BleStack.Scanning> bluez;

  public Bluetooth(Supplier<BleStack> kernel, Supplier<BleStack.Scanning> bluez) {
    this.kernel = new OnDemand<>(kernel);
    this.bluez = new OnDemand<>(bluez);
  }

  /// Listens for batteries.
  public Scanner scanner() {
    return bluez();
  }

  BleStack stack(BleAddress.Stack which) {
    return switch (which) {
      case KERNEL -> kernel.get();
      case BLUEZ -> bluez();
    };
  }

  BleStack.Scanning bluez() {
    return bluez.get();
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
