package cellwarden.transport.bluez;

import cellwarden.testing.Guard;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Rfkill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A bus, a fake bluetoothd on it and a stack of ours, for one test.
final class BluezLab implements AutoCloseable {

  static final String MAC = "A4:C1:38:00:11:22";
  static final BleAddress ADDRESS = BleAddress.of(MAC);

  private static final Duration LEAVING = Duration.ofMillis(300);

  private final PrivateBus bus;
  private final FakeBluez bluez;
  private final BluezStack stack;

  private BluezLab(PrivateBus bus, FakeBluez bluez, BluezStack stack) {
    this.bus = bus;
    this.bluez = bluez;
    this.stack = stack;
  }

  static BluezLab open(Path folder) throws Exception {
    return open(folder, LEAVING);
  }

  /// @param leaving how long a link that somebody just gave up is waited for
  static BluezLab open(Path folder, Duration leaving) throws Exception {
    PrivateBus bus = PrivateBus.start(folder);
    return new BluezLab(
        bus,
        FakeBluez.start(bus),
        new BluezStack(bus.address(), timing(leaving), new Rfkill(folder.resolve("rfkill"))));
  }

  /// Long where an answer comes, short where time has to pass.
  private static Timing timing(Duration leaving) {
    return new Timing(
        Guard.HANG,
        Guard.HANG,
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        leaving,
        Guard.HANG,
        Duration.ofMillis(100));
  }

  PrivateBus bus() {
    return bus;
  }

  FakeBluez bluez() {
    return bluez;
  }

  BluezStack stack() {
    return stack;
  }

  Transport transport() {
    return stack.transport(ADDRESS);
  }

  @Override
  public void close() throws IOException {
    try (bus;
        bluez;
        stack) {
      // In the order from the last to the first.
    }
  }
}
