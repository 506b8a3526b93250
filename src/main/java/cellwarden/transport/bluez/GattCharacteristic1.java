package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.util.Map;
import org.freedesktop.dbus.types.Variant;

/// The D-Bus interface of a characteristic of a connected device.
///
/// Notifications are taken as signals: AcquireNotify, which hands out a socket instead, crashes
/// bluetoothd 5.82 after a few reconnects.
///
/// @param path such as `…/service000a/char000b`, where the second number is the handle of the
///   declaration
record GattCharacteristic1(Bus bus, String path) {

  static final String INTERFACE = "org.bluez.GattCharacteristic1";
  static final String SERVICE_INTERFACE = "org.bluez.GattService1";

  private static final Call.Member START_NOTIFY = new Call.Member(INTERFACE, "StartNotify");
  private static final Call.Member STOP_NOTIFY = new Call.Member(INTERFACE, "StopNotify");
  private static final Call.Member WRITE = new Call.Member(INTERFACE, "WriteValue");

  Call startNotify() throws BusException {
    return bus.call(START_NOTIFY, path, "");
  }

  /// Also works without a link.
  Call stopNotify() throws BusException {
    return bus.call(STOP_NOTIFY, path, "");
  }

  /// @param acknowledged whether the device has to say that it took the bytes
  void writeValue(byte[] bytes, boolean acknowledged, Deadline deadline)
      throws BusException, InterruptedException {
    Map<String, Variant<?>> options =
        Map.of("type", new Variant<>(acknowledged ? "request" : "command"));
    bus.call(WRITE, path, "aya{sv}", bytes, options).await(deadline);
  }
}
