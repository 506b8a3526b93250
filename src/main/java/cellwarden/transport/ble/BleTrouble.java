package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/// Everything that goes wrong with Bluetooth, each with its kind, its words and what to do: the one
/// place for both stacks.
///
/// `%s` in the words is the detail that whoever meets the trouble adds, mostly the reason as far as
/// it is known; where it stands in brackets, it may be empty, and they go with it. `MAC` in the
/// advice becomes the battery's.
public enum BleTrouble {
  NO_ADAPTER(
      Kind.NOT_FOUND,
      "this machine has no Bluetooth adapter (%s)",
      "plug one in, or see in the kernel's log ('journalctl -k') why a built-in one did not start"),
  /// `%s`: such as "hci1, only hci0".
  UNKNOWN_ADAPTER(
      Kind.NOT_FOUND,
      "there is no Bluetooth adapter %s",
      "correct adapter= in the address, or leave it out"),
  ADAPTER_OFF(
      Kind.UNREACHABLE,
      "the Bluetooth adapter %s is switched off",
      "switch it on with 'bluetoothctl power on'"),
  BLOCKED(
      Kind.UNREACHABLE,
      "rfkill blocks Bluetooth adapter %s",
      "unblock it with 'rfkill unblock bluetooth', or with the machine's own switch"),
  ADAPTER_HANGS(
      Kind.UNREACHABLE,
      "the Bluetooth adapter %s does not answer its driver any more",
      "try 'bluetoothctl power off && bluetoothctl power on', else unplug it or restart the machine"
          + " (docs/how-to/bluetooth-on-a-raspberry-pi.md)"),
  NO_SOCKETS(
      Kind.DENIED,
      "the kernel's Bluetooth sockets do not work here (%s)",
      "give it the address family AF_BLUETOOTH and the host's network namespace, or set stack: bluez"),
  NO_BUS(
      Kind.UNREACHABLE,
      "there is no D-Bus system bus (%s)",
      "start it with 'systemctl start dbus', or give the container the socket /run/dbus/system_bus_socket"),
  NO_DAEMON(
      Kind.UNREACHABLE,
      "bluetoothd is not running (%s)",
      "start it with 'systemctl start bluetooth', or install it (Debian: apt install bluez)"),
  /// `%s`: what it was asked.
  DAEMON_SILENT(
      Kind.UNREACHABLE,
      "bluetoothd does not answer (%s)",
      "if this repeats, restart it with 'systemctl restart bluetooth'"),
  /// `%s`: what was refused.
  NO_RIGHTS(
      Kind.DENIED,
      "this user may not use BlueZ (%s)",
      "add the user to the group bluetooth ('sudo usermod -aG bluetooth $USER') and log in again, or let the policy of"
          + " D-Bus allow it"),
  /// `%s`: what keeps each of the two from working.
  NO_WAY(
      Kind.UNREACHABLE,
      "neither way to the Bluetooth adapter works here (%s)",
      "put one of the two right (docs/how-to/bluetooth-on-a-raspberry-pi.md)"),
  /// `%s`: how long was listened, such as "15 s".
  NOT_HEARD(
      Kind.NOT_FOUND,
      "not heard in %s of scanning",
      "it is out of range, off, asleep or connected to the phone app, which cannot be told apart over the air, or"
          + " the address is mistyped: close the app, go nearer and see what 'cellwarden scan' finds"),
  /// `%s`: how long was tried, such as "10 s".
  NO_CONNECT(
      Kind.UNREACHABLE,
      "no connection within %s",
      "it is out of range, off, asleep or connected to the phone app, which cannot be told apart over the air, or"
          + " the address is mistyped: close the app, go nearer and see what 'cellwarden scan' finds"),
  CONNECT_FAILED(
      Kind.UNREACHABLE,
      "the connect failed (%s)",
      "if this repeats, bring battery and adapter nearer to each other, and keep 2.4 GHz Wi-Fi away"
          + " (docs/how-to/bluetooth-on-a-raspberry-pi.md)"),
  IN_USE(
      Kind.UNREACHABLE,
      "another program on this machine holds the link (%s)",
      "end that program, or part the two with 'bluetoothctl disconnect MAC'"),
  /// `%s`: what was found instead.
  NOT_JBD(
      Kind.NOT_FOUND,
      "connected, but it has no service for JBD frames (%s)",
      "see with 'cellwarden scan' whether this is the battery; if so, name its characteristic with write_handle="
          + " in the address"),
  /// `%s`: what the device said.
  WANTS_PAIRING(
      Kind.DENIED,
      "the battery wants pairing (%s)",
      "give its passkey as pin in the configuration, or pair it in 'bluetoothctl' ('pair MAC') and set stack: bluez"),
  WRONG_PIN(
      Kind.DENIED,
      "the battery refuses the pin (%s)",
      "correct pin in the configuration and start again; until then it is tried once an hour"),
  /// `%s`: the step that took too long, such as "resolving services".
  STUCK(
      Kind.UNREACHABLE,
      "connected, but the battery did not answer (%s)",
      "if this repeats, go nearer, or take the power from its Bluetooth module for a moment"),
  DROPPED(
      Kind.LOST,
      "the link dropped (%s)",
      "if this repeats, bring battery and adapter nearer to each other, and keep 2.4 GHz Wi-Fi away"
          + " (docs/how-to/bluetooth-on-a-raspberry-pi.md)");

  private static final String MAC = " MAC";
  private static final String IN_BRACKETS = " (%s)";

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

  /// What happened, with `%s` where the detail goes.
  public String words() {
    return words;
  }

  /// What to do about it, with `MAC` where that of the battery goes.
  public String advice() {
    return advice;
  }

  /// This trouble with one battery.
  ///
  /// @param detail fills the `%s` of the words
  public BleException at(BleAddress address, String detail) {
    return at(address, detail, null);
  }

  /// This trouble with one battery, and what it came from.
  ///
  /// @param detail fills the `%s` of the words
  public BleException at(BleAddress address, String detail, @Nullable Throwable cause) {
    String message = address + ": " + message(detail);
    return new BleException(this, message, advice.replace(MAC, " " + address.mac()), cause);
  }

  /// Trouble that concerns no single battery, such as that of a scan.
  ///
  /// @param detail fills the `%s` of the words
  public BleException anywhere(String detail, @Nullable Throwable cause) {
    return new BleException(this, message(detail), advice.replace(MAC, ""), cause);
  }

  private String message(String detail) {
    return detail.isBlank() ? words.replace(IN_BRACKETS, "") : words.formatted(detail.strip());
  }

  /// Trouble with Bluetooth of which the program knows which one it is.
  public static final class BleException extends TransportException {

    private static final long serialVersionUID = 1L;

    private final BleTrouble trouble;

    private BleException(
        BleTrouble trouble, String message, String advice, @Nullable Throwable cause) {
      super(trouble.kind(), message, advice, cause);
      this.trouble = trouble;
    }

    public BleTrouble trouble() {
      return trouble;
    }
  }
}
