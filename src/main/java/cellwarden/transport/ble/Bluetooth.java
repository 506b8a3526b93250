package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Both ways to the radio, for the life of the process and all batteries.
///
/// Neither is made, nor any class of it loaded, before it is needed: the kernel's way costs no
/// D-Bus connection unless another program holds a battery's link, and a program without Bluetooth
/// batteries pays for neither.
public final class Bluetooth implements AutoCloseable {

  private final Supplier<BleStack> kernelMaker;
  private final Supplier<BleStack.Scanning> bluezMaker;
  private @Nullable BleStack kernel;
  private BleStack.@Nullable Scanning bluez;

  public Bluetooth(Supplier<BleStack> kernel, Supplier<BleStack.Scanning> bluez) {
    this.kernelMaker = kernel;
    this.bluezMaker = bluez;
  }

  /// Listens for batteries.
  public Scanner scanner() {
    return bluez();
  }

  synchronized BleStack kernel() {
    if (kernel == null) {
      kernel = kernelMaker.get();
    }
    return kernel;
  }

  synchronized BleStack.Scanning bluez() {
    if (bluez == null) {
      bluez = bluezMaker.get();
    }
    return bluez;
  }

  /// One of the two.
  public BleStack stack(BleAddress.Stack which) {
    return which == BleAddress.Stack.KERNEL ? kernel() : bluez();
  }

  /// What this process has at the D-Bus; nothing is opened to find out.
  public Optional<BusUse> busUse(Duration timeout) throws InterruptedException {
    BleStack.@Nullable Scanning opened;
    synchronized (this) {
      opened = bluez;
    }
    return opened == null ? Optional.empty() : opened.busUse(timeout);
  }

  /// Those that were made because they were needed.
  public synchronized List<BleStack> inUse() {
    return Stream.of(Optional.ofNullable(kernel), Optional.<BleStack>ofNullable(bluez))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public synchronized void close() {
    if (kernel != null) {
      kernel.close();
    }
    if (bluez != null) {
      bluez.close();
    }
  }
}
