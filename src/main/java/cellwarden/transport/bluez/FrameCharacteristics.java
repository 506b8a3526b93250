package cellwarden.transport.bluez;

import cellwarden.transport.Deadline;
import cellwarden.transport.ble.GattLayout;
import cellwarden.transport.ble.Uuids;
import cellwarden.transport.bluez.bus.BluezBus;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import cellwarden.transport.bluez.bus.BusException;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// The two characteristics of a device that carry JBD frames.
///
/// @param notifications this program's subscription to the one whose notifications are answers
/// @param requests path of the other, such as `…/service000a/char000b`, where the second number is
///   the handle of the declaration
/// @param acknowledged whether the device takes requests only with an acknowledgement of its own
record FrameCharacteristics(
    BluezBus bus, Subscription notifications, String requests, boolean acknowledged) {

  private static final Method WRITE =
      new Method(ObjectTree.CHARACTERISTIC, "WriteValue", "aya{sv}");

  void write(byte[] bytes, Deadline deadline) throws BusException, InterruptedException {
    Map<String, String> options = Map.of("type", acknowledged ? "request" : "command");
    bus.call(requests, WRITE, bytes, options).await(deadline);
  }

  /// For people: `requests to service000a/char000d, notifications of service000a/char000b`.
  String layout() {
    return "requests to " + place(requests) + ", notifications of " + place(notifications.path());
  }

  private static String place(String path) {
    return path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1);
  }

  /// @param device path
  /// @param writeHandle of the value of the characteristic for requests, where its UUID is not
  ///   known
  static Optional<FrameCharacteristics> find(BluezBus bus, String device, OptionalInt writeHandle) {
    if (writeHandle.isPresent()) {
      return byHandle(bus, device, writeHandle.getAsInt());
    }
    return GattLayout.KNOWN.stream()
        .flatMap(layout ->
            bus.tree().below(device, ObjectTree.SERVICE).stream()
                .filter(service -> hasUuid(bus, service, layout.service()))
                .flatMap(service -> inService(bus, service, layout).stream()))
        .findFirst();
  }

  private static Optional<FrameCharacteristics> inService(
      BluezBus bus, String service, GattLayout layout) {
    Optional<String> requests = first(bus, service, path -> hasUuid(bus, path, layout.requests()));
    return first(bus, service, path -> hasUuid(bus, path, layout.notifications()))
        .filter(_ -> requests.isPresent())
        .map(notifications -> pair(bus, notifications, requests.get()));
  }

  /// The notifications come from the same service: by a known UUID, else from the first
  /// characteristic that has any.
  private static Optional<FrameCharacteristics> byHandle(
      BluezBus bus, String device, int writeHandle) {
    // Objects are named after the declaration, which stands right before the value.
    String name = "/char%04x".formatted(writeHandle - 1);
    return first(bus, device, path -> path.endsWith(name))
        .flatMap(requests -> {
          String service = requests.substring(0, requests.lastIndexOf('/'));
          return GattLayout.KNOWN.stream()
              .flatMap(layout ->
                  first(bus, service, path -> hasUuid(bus, path, layout.notifications())).stream())
              .findFirst()
              .or(() ->
                  first(bus, service, path -> bus.tree().strings(path, "Flags").contains("notify")))
              .map(notifications -> pair(bus, notifications, requests));
        });
  }

  private static Optional<String> first(BluezBus bus, String below, Predicate<String> wanted) {
    return bus.tree().below(below, ObjectTree.CHARACTERISTIC).stream().filter(wanted).findFirst();
  }

  private static boolean hasUuid(BluezBus bus, String path, int uuid16) {
    return bus.tree()
        .property(path, "UUID", String.class)
        .map(Uuids::shortest)
        .filter(Uuids.of(uuid16)::equals)
        .isPresent();
  }

  private static FrameCharacteristics pair(BluezBus bus, String notifications, String requests) {
    List<String> flags = bus.tree().strings(requests, "Flags");
    boolean acknowledged = flags.contains("write") && !flags.contains("write-without-response");
    return new FrameCharacteristics(
        bus, new Subscription(bus, notifications), requests, acknowledged);
  }
}
