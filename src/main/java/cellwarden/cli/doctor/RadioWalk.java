package cellwarden.cli.doctor;

import cellwarden.poll.PollException;
import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import cellwarden.transport.ble.Recognition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// From the adapter to the battery's advertisement: all that must be there before a connect over
/// Bluetooth.
final class RadioWalk {

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LISTEN = Duration.ofSeconds(10);

  private final Steps steps;
  private final Bluetooth bluetooth;
  private final MachineFiles machine;
  private final AdapterCheck check;

  /// Since this walk began.
  private final Supplier<Optional<String>> hanging;

  RadioWalk(Steps steps, Bluetooth bluetooth, MachineFiles machine) {
    this.steps = steps;
    this.bluetooth = bluetooth;
    this.machine = machine;
    this.check = new AdapterCheck(machine.root().resolve("sys/class/rfkill"));
    this.hanging = bluetooth.stack(Stack.KERNEL).watchForHanging();
  }

  /// Walks until something fails.
  ///
  /// @param way to the battery
  /// @return whether a connect makes sense
  boolean walk(BleAddress battery, ChosenTransport way) throws InterruptedException {
    String step = "adapter";
    try {
      adapter(battery, way);
      step = "rights";
      Stack stack = rights(battery, way);
      step = "daemon";
      boolean daemon = daemon(battery, stack);
      step = "rfkill";
      power(battery, stack, daemon);
      if (daemon) {
        step = "advertisement";
        listen(battery);
      } else {
        steps.note("advertisement", "not listened for, since only bluetoothd scans");
      }
      return true;
    } catch (TransportException e) {
      boolean other = e instanceof BleException ble && ble.trouble() == BleTrouble.UNKNOWN_ADAPTER;
      steps.failed(other ? "adapter" : step, PollException.faultOf(e));
      return false;
    }
  }

  /// What stands behind a connect that failed: an adapter that hangs looks as if the battery were
  /// away, and bluetoothd says nothing of a battery that wants pairing but that the link dropped.
  BleException closer(BleException trouble, BleAddress battery, ChosenTransport way)
      throws InterruptedException {
    Optional<String> adapter = hanging.get();
    if (adapter.isPresent()) {
      return BleTrouble.ADAPTER_HANGS.at(battery, adapter.get());
    }
    boolean dropped =
        trouble.trouble() == BleTrouble.DROPPED
            && way.choice().filter(choice -> choice.stack() == Stack.BLUEZ).isPresent();
    if (dropped) {
      steps.doing("connecting over the kernel, which says more");
      try {
        bluetooth.stack(Stack.KERNEL).transport(battery).connect(LISTEN).close();
      } catch (BleException e) {
        return e.trouble() == BleTrouble.WANTS_PAIRING ? e : trouble;
      } catch (TransportException e) {
        return trouble;
      }
    }
    return trouble;
  }

  private void adapter(BleAddress battery, ChosenTransport way)
      throws TransportException, InterruptedException {
    String found =
        machine.adapters().stream()
            .map(name -> (name + " " + machine.device(name)).strip())
            .collect(Collectors.joining(", "));
    steps.ok("adapter", found.isEmpty() ? ofTheStack(battery, way) : found);
  }

  /// Where the files are hidden from this process.
  private String ofTheStack(BleAddress battery, ChosenTransport way)
      throws TransportException, InterruptedException {
    try {
      List<? extends AdapterState> all = bluetooth.stack(way.chosen().stack()).adapters(ANSWER);
      if (!all.isEmpty()) {
        return names(all);
      }
    } catch (TransportException e) {
      // Then there is none as far as anybody can tell.
    }
    throw BleTrouble.NO_ADAPTER.at(battery, "");
  }

  private Stack rights(BleAddress battery, ChosenTransport way) throws TransportException {
    StackChoice choice = way.chosen();
    Optional<String> obstacle = bluetooth.stack(choice.stack()).obstacle();
    if (obstacle.isPresent()) {
      BleTrouble trouble =
          choice.stack() == Stack.KERNEL ? BleTrouble.NO_SOCKETS : BleTrouble.NO_BUS;
      throw trouble.at(battery, obstacle.get());
    }
    steps.ok("rights", "over " + choice);
    if (choice.stack() == Stack.BLUEZ) {
      steps.ok("capability", "none is needed over bluez");
    } else if (machine.hasNetAdmin()) {
      steps.ok("capability", "CAP_NET_ADMIN");
    } else {
      steps.note(
          "capability",
          "without CAP_NET_ADMIN a battery stays taken for 2 s after each read, and has no signal strength;"
              + " the unit of the service gives it");
    }
    return choice.stack();
  }

  /// @return whether bluetoothd is there
  private boolean daemon(BleAddress battery, Stack stack)
      throws TransportException, InterruptedException {
    BleStack bluez = bluetooth.stack(Stack.BLUEZ);
    try {
      Optional<String> obstacle = bluez.obstacle();
      if (obstacle.isPresent()) {
        throw BleTrouble.NO_BUS.at(battery, obstacle.get());
      }
      steps.doing("asking bluetoothd");
      steps.ok("daemon", "bluetoothd has " + names(bluez.adapters(ANSWER)));
      return true;
    } catch (TransportException e) {
      if (stack == Stack.BLUEZ) {
        throw e;
      }
      steps.note("daemon", e.getMessage() + "; only scanning and pairing need it");
      return false;
    }
  }

  /// A bluetoothd that ends switches the adapters off, and nothing but bluetoothd switches them on
  /// again by `bluetoothctl`.
  private void power(BleAddress battery, Stack stack, boolean daemon)
      throws TransportException, InterruptedException {
    List<? extends AdapterState> all = bluetooth.stack(stack).adapters(ANSWER);
    List<? extends AdapterState> usable;
    try {
      usable = check.usable(Optional.of(battery), all);
    } catch (BleException e) {
      throw e.trouble() == BleTrouble.ADAPTER_OFF && !daemon
          ? BleTrouble.NO_DAEMON.at(battery, "it switches the adapter on, which is off")
          : e;
    }
    steps.ok("rfkill", "not blocked, and on: " + names(usable));
  }

  private static String names(List<? extends AdapterState> adapters) {
    return adapters.isEmpty()
        ? "no adapter"
        : adapters.stream()
            .map(adapter -> adapter.name() + " (" + adapter.mac() + ")")
            .collect(Collectors.joining(", "));
  }

  /// A battery that is not heard may still be one that is connected; the connect tells.
  private void listen(BleAddress battery) throws TransportException, InterruptedException {
    steps.doing("listening for " + battery.mac());
    Optional<Advertisement> heard = heard(battery.mac());
    if (heard.isEmpty()) {
      steps.note("advertisement", "not heard in " + LISTEN.toSeconds() + " s of scanning");
      return;
    }
    Advertisement advertisement = heard.get();
    if (advertisement.connected()) {
      steps.note("advertisement", "none, since a program on this machine is connected to it");
      return;
    }
    Recognition recognition = Recognition.of(advertisement);
    String signal =
        advertisement.rssi().isPresent()
            ? advertisement.rssi().getAsInt() + " dBm"
            : "signal strength unknown";
    steps.ok(
        "advertisement",
        "%s, JBD: %s %s".formatted(signal, recognition.verdict().label(), recognition.reasons()));
  }

  /// Ends the scan as soon as the battery is heard.
  private Optional<Advertisement> heard(String mac)
      throws TransportException, InterruptedException {
    Thread walker = Thread.currentThread();
    AtomicReference<Optional<Advertisement>> heard = new AtomicReference<>(Optional.empty());
    try {
      bluetooth
          .scanner()
          .scan(
              LISTEN,
              advertisement -> {
                boolean first = heard.get().isEmpty();
                if (advertisement.mac().equals(mac)) {
                  heard.set(Optional.of(advertisement));
                  if (first) {
                    walker.interrupt();
                  }
                }
              });
    } catch (InterruptedException e) {
      if (heard.get().isEmpty()) {
        throw e;
      }
    }
    if (heard.get().isPresent()) {
      // The interrupt may have come when the scan was over.
      Thread.interrupted();
    }
    return heard.get();
  }
}
