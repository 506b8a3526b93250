package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import java.util.regex.Pattern;

/// What the errors of D-Bus and BlueZ mean.
final class Refusals {

  static final String IN_PROGRESS = "org.bluez.Error.InProgress";

  /// Insufficient authentication, authorization, key size and encryption, by the Bluetooth Core
  /// Specification, volume 3, part F, 3.4.1.1: bluetoothd puts those that it has no name for into
  /// the words.
  private static final Pattern NEEDS_PAIRING = Pattern.compile("0x0?[58cf]\\b");

  private Refusals() {}

  static TransportException at(BleAddress address, BusException e) {
    BleTrouble trouble = of(e);
    return trouble.at(address, detail(trouble, e), e);
  }

  static TransportException anywhere(BusException e) {
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

  /// What the words of this trouble leave open.
  private static String detail(BleTrouble trouble, BusException e) {
    return trouble == BleTrouble.NO_DAEMON || trouble == BleTrouble.IN_USE ? "" : e.words();
  }

  static BleTrouble of(BusException e) {
    return switch (e.kind()) {
      case NO_BUS -> BleTrouble.NO_BUS;
      case TIMED_OUT -> BleTrouble.DAEMON_SILENT;
      case REFUSED -> named(e.name(), e.words());
    };
  }

  private static BleTrouble named(String name, String words) {
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
      default -> unnamed(name, words);
    };
  }

  private static BleTrouble unnamed(String name, String words) {
    if (name.startsWith("org.freedesktop.DBus.Error.Spawn.")
        || name.startsWith("org.freedesktop.systemd1.")) {
      return BleTrouble.NO_DAEMON;
    }
    return words.startsWith("ATT error") && NEEDS_PAIRING.matcher(words).find()
        ? BleTrouble.WANTS_PAIRING
        : BleTrouble.CONNECT_FAILED;
  }
}
