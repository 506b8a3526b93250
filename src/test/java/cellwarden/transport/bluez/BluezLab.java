package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.AdapterCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A bus, a fake bluetoothd on it with one battery, and a stack of ours: of its own for each test.
final class BluezLab implements BeforeEachCallback, AfterEachCallback {

  static final String MAC = "A4:C1:38:00:11:22";
  static final BleAddress ADDRESS = BleAddress.of(MAC);

  private static final Duration LEAVING = Duration.ofMillis(300);

  private final Duration leaving;
  private @Nullable Setup setup;

  private record Setup(
      Path folder, PrivateBus bus, FakeBluez bluez, FakeBattery battery, BluezStack stack) {}

  BluezLab() {
    this(LEAVING);
  }

  /// @param leaving how long a link that somebody just gave up is waited for
  BluezLab(Duration leaving) {
    this.leaving = leaving;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Path folder = Files.createTempDirectory("bluez");
    PrivateBus bus = PrivateBus.start(folder);
    FakeBluez bluez = FakeBluez.start(bus);
    BluezStack stack =
        new BluezStack(bus.address(), timeouts(), new AdapterCheck(folder.resolve("rfkill")));
    setup = new Setup(folder, bus, bluez, bluez.battery(MAC), stack);
  }

  /// Long where an answer comes, short where time has to pass.
  private BluezTimeouts timeouts() {
    return new BluezTimeouts(
        Guard.HANG,
        Duration.ofMillis(100),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        leaving,
        Duration.ofMillis(100));
  }

  private Setup setup() {
    if (setup == null) {
      throw new AssertionError("no test runs");
    }
    return setup;
  }

  Path folder() {
    return setup().folder();
  }

  PrivateBus bus() {
    return setup().bus();
  }

  FakeBluez bluez() {
    return setup().bluez();
  }

  FakeBattery battery() {
    return setup().battery();
  }

  BluezStack stack() {
    return setup().stack();
  }

  Transport transport() {
    return stack().transport(ADDRESS);
  }

  /// That the battery is read.
  void assertReads() throws Exception {
    try (Connection link = transport().connect(Guard.HANG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThat(link.receive(Guard.HANG)).isEqualTo(Answers.cells());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (setup == null) {
      return;
    }
    try (PrivateBus _ = bus();
        FakeBluez _ = bluez();
        BluezStack _ = stack()) {
      // In the order from the last to the first.
    }
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
