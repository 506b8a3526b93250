package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/// Everything that goes wrong with Bluetooth, each with its kind, its words and the cure: the one
/// place for both stacks.
public enum BleTrouble {
  /// `%s`: nothing.
  NO_ADAPTER(
      Kind.NOT_FOUND,
      "this machine has no Bluetooth adapter%s",
      "plug one in, or look in the kernel's log (dmesg) why its driver does not start"),
  /// `%s`: such as "hci1, only hci0".
  UNKNOWN_ADAPTER(
      Kind.NOT_FOUND,
      "there is no Bluetooth adapter %s",
      "correct the option adapter= of the address, or leave it out"),
  /// `%s`: the adapter.
  ADAPTER_OFF(
      Kind.UNREACHABLE,
      "Bluetooth adapter %s is switched off",
      "switch it on with 'bluetoothctl power on'"),
  /// `%s`: the adapter.
  BLOCKED(
      Kind.UNREACHABLE,
      "rfkill blocks Bluetooth adapter %s",
      "unblock it with 'rfkill unblock bluetooth', or with its switch"),
  /// `%s`: the adapter.
  ADAPTER_HANGS(
      Kind.UNREACHABLE,
      "Bluetooth adapter %s does not answer its driver",
      "power it off and on, unplug it, or restart the machine"),
  /// `%s`: the reason.
  NO_SOCKETS(
      Kind.DENIED,
      "this process gets no Bluetooth sockets (%s)",
      "allow the address family AF_BLUETOOTH and use the host's network namespace, or take stack=bluez"),
  /// `%s`: the reason.
  NO_BUS(
      Kind.UNREACHABLE,
      "no D-Bus system bus (%s)",
      "start it, or give the container /run/dbus/system_bus_socket"),
  /// `%s`: nothing.
  NO_DAEMON(
      Kind.UNREACHABLE, "bluetoothd is not running%s", "start it with 'systemctl start bluetooth'"),
  /// `%s`: what was refused.
  NO_RIGHTS(
      Kind.DENIED,
      "this user may not use BlueZ (%s)",
      "add the user to the group bluetooth, or check the D-Bus policy"),
  /// `%s`: how long was listened, such as "15 s".
  NOT_HEARD(
      Kind.NOT_FOUND,
      "not heard in %s of scanning",
      "it is out of range, asleep, connected to the phone app, or the address is wrong: see what 'cellwarden scan' finds"),
  /// `%s`: how long was tried, such as "10 s".
  NO_CONNECT(
      Kind.UNREACHABLE,
      "no connection within %s",
      "it is out of range, asleep, connected to the phone app, or the address is wrong: see what 'cellwarden scan' finds"),
  /// `%s`: the reason that the stack gave.
  CONNECT_FAILED(
      Kind.UNREACHABLE,
      "the connect failed (%s)",
      "if this repeats, bring the battery nearer or see docs/how-to/bluetooth-on-a-raspberry-pi.md"),
  /// `%s`: nothing.
  IN_USE(
      Kind.UNREACHABLE,
      "another program on this machine holds the link%s",
      "end it, or let it go with 'bluetoothctl disconnect'"),
  /// `%s`: what was found instead.
  NOT_JBD(
      Kind.NOT_FOUND,
      "connected, but the device has no service for JBD frames (%s)",
      "check the address with 'cellwarden scan', or name its characteristic with write_handle="),
  /// `%s`: what the device said.
  WANTS_PAIRING(
      Kind.DENIED,
      "the battery wants pairing (%s)",
      "pair it once with 'bluetoothctl pair', then take stack=bluez"),
  /// `%s`: the step that took too long, such as "resolving services".
  STUCK(
      Kind.UNREACHABLE,
      "the link stands, but the battery did not answer (%s)",
      "if this repeats, bring the battery nearer or restart its Bluetooth module"),
  /// `%s`: what is known of the reason.
  DROPPED(
      Kind.LOST,
      "the link dropped (%s)",
      "bring the battery nearer or use an external adapter if this repeats");

  private final Kind kind;
  private final String words;
  private final String advice;

  BleTrouble(Kind kind, String words, String advice) {
    this.kind = kind;
    this.words = words;
    this.advice = advice;
  }

  public Kind kind() {
    return kind;
  }

  /// This trouble with one battery.
  ///
  /// @param detail fills the `%s` of the words
  public TransportException at(BleAddress address, String detail) {
    return at(address, detail, null);
  }

  /// This trouble with one battery, and what it came from.
  ///
  /// @param detail fills the `%s` of the words
  public TransportException at(BleAddress address, String detail, @Nullable Throwable cause) {
    return new TransportException(kind, address + ": " + words.formatted(detail), advice, cause);
  }

  /// Trouble that concerns no single battery, such as that of a scan.
  ///
  /// @param detail fills the `%s` of the words
  public TransportException anywhere(String detail, @Nullable Throwable cause) {
    return new TransportException(kind, words.formatted(detail), advice, cause);
  }
}
