package cellwarden.transport.bluez;

import cellwarden.transport.ble.GattLayout;
import cellwarden.transport.ble.Uuids;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The two characteristics of a device that carry JBD frames.
///
/// @param notifications path
/// @param requests path
/// @param acknowledged whether the device takes requests only with an acknowledgement of its own
record FrameCharacteristics(String notifications, String requests, boolean acknowledged) {

  /// @param device path
  /// @param writeHandle of the value of the characteristic for requests, where its UUID is not
  ///   known
  static Optional<FrameCharacteristics> find(
      ObjectTree tree, String device, OptionalInt writeHandle) {
    Finder finder = new Finder(tree, device);
    return writeHandle.isPresent()
        ? finder.byHandle(writeHandle.getAsInt())
        : GattLayout.KNOWN.stream().flatMap(layout -> finder.byUuid(layout).stream()).findFirst();
  }

  private record Finder(ObjectTree tree, String device) {

    Optional<FrameCharacteristics> byUuid(GattLayout layout) {
      String service = Uuids.inFull(layout.service());
      return tree.below(device, GattCharacteristic1.SERVICE_INTERFACE).stream()
          .filter(path -> uuid(path, GattCharacteristic1.SERVICE_INTERFACE).equals(service))
          .flatMap(path -> inService(path, layout).stream())
          .findFirst();
    }

    private Optional<FrameCharacteristics> inService(String service, GattLayout layout) {
      return within(service, layout.notifications())
          .flatMap(notifications ->
              within(service, layout.requests()).map(requests -> pair(notifications, requests)));
    }

    /// The notifications come from the same service: by a known UUID, else from the first
    /// characteristic that has any.
    Optional<FrameCharacteristics> byHandle(int writeHandle) {
      // Objects are named after the declaration, which stands right before the value.
      String name = "/char%04x".formatted(writeHandle - 1);
      return characteristics(device).stream()
          .filter(path -> path.endsWith(name))
          .findFirst()
          .flatMap(requests ->
              notifying(requests.substring(0, requests.lastIndexOf('/')))
                  .map(notifications -> pair(notifications, requests)));
    }

    private Optional<String> notifying(String service) {
      return GattLayout.KNOWN.stream()
          .flatMap(layout -> within(service, layout.notifications()).stream())
          .findFirst()
          .or(() ->
              characteristics(service).stream()
                  .filter(path -> flags(path).contains("notify"))
                  .findFirst());
    }

    private Optional<String> within(String service, int uuid) {
      String wanted = Uuids.inFull(uuid);
      return characteristics(service).stream()
          .filter(path -> uuid(path, GattCharacteristic1.INTERFACE).equals(wanted))
          .findFirst();
    }

    private List<String> characteristics(String below) {
      return tree.below(below, GattCharacteristic1.INTERFACE);
    }

    private FrameCharacteristics pair(String notifications, String requests) {
      List<?> flags = flags(requests);
      boolean acknowledged = flags.contains("write") && !flags.contains("write-without-response");
      return new FrameCharacteristics(notifications, requests, acknowledged);
    }

    private List<?> flags(String path) {
      return tree.property(path, GattCharacteristic1.INTERFACE, "Flags", List.class)
          .map(list -> (List<?>) list)
          .orElse(List.of());
    }

    private String uuid(String path, String interfaceName) {
      return tree.property(path, interfaceName, "UUID", String.class).orElse("");
    }
  }
}
