package cellwarden.transport.ble.recovery;

import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The actions by both stacks, the kernel's first, and by the helper's units.
final class BluetoothActions implements RecoveryActions {

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /// The kernel gives an adapter that hangs 2 s for each of several commands.
  private static final Duration SWITCH = Duration.ofSeconds(15);

  private static final Duration LISTEN = Duration.ofSeconds(5);
  private static final Duration HELP = Duration.ofSeconds(60);

  private static final String UNIT = "cellwarden-recover@";

  /// Where systemd finds units of the owner and of packages.
  private static final List<Path> UNITS =
      List.of(
          Path.of("/etc/systemd/system"),
          Path.of("/usr/local/lib/systemd/system"),
          Path.of("/usr/lib/systemd/system"));

  private static final Logger LOG = LoggerFactory.getLogger(BluetoothActions.class);

  private final Bluetooth bluetooth;

  BluetoothActions(Bluetooth bluetooth) {
    this.bluetooth = bluetooth;
  }

  /// The stacks that work here.
  private Stream<BleStack> stacks() {
    return Stream.of(Stack.KERNEL, Stack.BLUEZ)
        .map(bluetooth::stack)
        .filter(stack -> stack.obstacle().isEmpty());
  }

  @Override
  public List<? extends AdapterState> adapters() throws InterruptedException {
    for (BleStack stack : stacks().toList()) {
      try {
        return stack.adapters(ANSWER);
      } catch (TransportException e) {
        LOG.debug("asking for adapters: {}", e.getMessage());
      }
    }
    return List.of();
  }

  @Override
  public Optional<String> use(String adapter, Set<String> own) throws InterruptedException {
    for (BleStack stack : stacks().toList()) {
      try {
        Optional<String> use = stack.use(adapter, own, ANSWER);
        if (use.isPresent()) {
          return use;
        }
      } catch (TransportException e) {
        LOG.debug("asking who uses {}: {}", adapter, e.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public Set<String> heard(String adapter) throws InterruptedException {
    Set<String> heard = new HashSet<>();
    try {
      bluetooth.scanner().scan(LISTEN, one -> take(one, adapter, heard));
    } catch (TransportException e) {
      LOG.debug("listening: {}", e.getMessage());
    }
    return heard;
  }

  private static void take(Advertisement one, String adapter, Set<String> heard) {
    if (one.adapter().equals(adapter) && one.rssi().isPresent()) {
      heard.add(one.mac());
    }
  }

  @Override
  public boolean forget(BleAddress battery) throws InterruptedException {
    boolean forgot = false;
    for (BleStack stack : bluetooth.inUse()) {
      try {
        forgot |= stack.forget(battery, ANSWER);
      } catch (TransportException e) {
        LOG.debug("forgetting {}: {}", battery, e.getMessage());
      }
    }
    return forgot;
  }

  @Override
  public void powerCycle(String adapter) throws TransportException, InterruptedException {
    TransportException trouble = failed(adapter + ": no way to it works here");
    for (BleStack stack : stacks().toList()) {
      try {
        stack.powerCycle(adapter, SWITCH);
        return;
      } catch (TransportException e) {
        trouble = e;
      }
    }
    throw trouble;
  }

  @Override
  public boolean hasHelper() {
    return UNITS.stream().anyMatch(folder -> Files.exists(folder.resolve(UNIT + ".service")));
  }

  @Override
  public void help(Rung rung, String adapter) throws TransportException, InterruptedException {
    boolean ofAdapter = rung == Rung.DRIVER && adapter.startsWith("hci");
    String unit = UNIT + rung.label() + (ofAdapter ? "." + adapter : "") + ".service";
    try {
      Process process =
          new ProcessBuilder("systemctl", "start", "--no-ask-password", unit)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!process.waitFor(HELP.toSeconds(), TimeUnit.SECONDS)) {
          throw failed(unit + " did not end within " + HELP.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
          throw failed(unit + ": systemctl ended with status " + process.exitValue());
        }
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw failed(unit + ": " + e.getMessage());
    }
  }

  private static TransportException failed(String why) {
    return new TransportException(TransportException.Kind.UNREACHABLE, why);
  }
}
