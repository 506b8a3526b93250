package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.bluez.bus.BusException;
import java.util.regex.Pattern;

/// What the errors of D-Bus and BlueZ mean.
final class BluezTroubles {

  static final String IN_PROGRESS = "org.bluez.Error.InProgress";

  /// Insufficient authentication, authorization, key size and encryption (Bluetooth Core 5.4, Vol
  /// 3, Part F, 3.4.1.1). bluetoothd has names for some, and else gives the code in the words only.
  private static final Pattern NEEDS_PAIRING = Pattern.compile("ATT error.*0x0?[58cf]\\b.*");

  private BluezTroubles() {}

  static BleException at(BleAddress address, BusException e) {
    BleTrouble trouble = of(e);
    return trouble.at(address, detail(trouble, e), e);
  }

  static BleException anywhere(BusException e) {
    BleTrouble trouble = of(e);
    return trouble.anywhere(detail(trouble, e), e);
  }

  /// Whether the object that was called is not there any more, as when its adapter was unplugged.
  /// As long as objects below it are left, bluetoothd only misses the method.
  static boolean isGone(BusException e) {
    return switch (e.name()) {
      case "org.freedesktop.DBus.Error.UnknownObject",
          "org.freedesktop.DBus.Error.UnknownInterface",
          "org.freedesktop.DBus.Error.UnknownMethod" ->
          true;
      default -> false;
    };
  }

  /// Whether bluetoothd connects already, by itself or for another program. It has no name for
  /// that: the words are those of EALREADY.
  static boolean isConnecting(BusException e) {
    return e.name().equals("org.bluez.Error.Failed")
        && e.words().contains("Operation already in progress");
  }

  /// What the words of this trouble leave open.
  private static String detail(BleTrouble trouble, BusException e) {
    return trouble == BleTrouble.NO_DAEMON || trouble == BleTrouble.IN_USE ? "" : e.words();
  }

  static BleTrouble of(BusException e) {
    return switch (e.kind()) {
      case NO_BUS -> BleTrouble.NO_BUS;
      case TIMED_OUT -> BleTrouble.DAEMON_SILENT;
      case REFUSED -> refused(e.name(), e.words());
    };
  }

  private static BleTrouble refused(String name, String words) {
    return switch (name) {
      case "org.freedesktop.DBus.Error.AccessDenied" -> BleTrouble.NO_RIGHTS;
      case "org.freedesktop.DBus.Error.ServiceUnknown",
          "org.freedesktop.DBus.Error.NameHasNoOwner",
          "org.freedesktop.DBus.Error.NoReply" ->
          BleTrouble.NO_DAEMON;
      case "org.bluez.Error.NotPermitted",
          "org.bluez.Error.NotAuthorized",
          "org.bluez.Error.AuthenticationFailed",
          "org.bluez.Error.AuthenticationRejected",
          "org.bluez.Error.AuthenticationCanceled",
          "org.bluez.Error.AuthenticationTimeout" ->
          BleTrouble.WANTS_PAIRING;
      case IN_PROGRESS -> BleTrouble.IN_USE;
      default -> {
        boolean notStarted =
            name.startsWith("org.freedesktop.DBus.Error.Spawn.")
                || name.startsWith("org.freedesktop.systemd1.");
        boolean needsPairing = NEEDS_PAIRING.matcher(words).matches();
        yield notStarted
            ? BleTrouble.NO_DAEMON
            : needsPairing ? BleTrouble.WANTS_PAIRING : BleTrouble.CONNECT_FAILED;
      }
    };
  }
}
