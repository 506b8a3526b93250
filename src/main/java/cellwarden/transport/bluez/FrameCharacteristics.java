package cellwarden.transport.bluez;

import cellwarden.transport.ble.GattLayout;
import cellwarden.transport.ble.Uuids;
import cellwarden.transport.bluez.bus.ObjectTree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The two characteristics of a device that carry JBD frames.
///
/// @param notifications path
/// @param requests path, such as `…/service000a/char000b`, where the second number is the handle of
///   the declaration
/// @param acknowledged whether the device takes requests only with an acknowledgement of its own
record FrameCharacteristics(String notifications, String requests, boolean acknowledged) {

  /// @param device path
  /// @param writeHandle of the value of the characteristic for requests, where its UUID is not
  ///   known
  static Optional<FrameCharacteristics> find(
      ObjectTree tree, String device, OptionalInt writeHandle) {
    return writeHandle.isPresent()
        ? byHandle(tree, device, writeHandle.getAsInt())
        : GattLayout.KNOWN.stream()
            .flatMap(layout ->
                tree.below(device, ObjectTree.SERVICE).stream()
                    .filter(service -> hasUuid(tree, service, layout.service()))
                    .flatMap(service -> inService(tree, service, layout).stream()))
            .findFirst();
  }

  private static Optional<FrameCharacteristics> inService(
      ObjectTree tree, String service, GattLayout layout) {
    return withUuid(tree, service, layout.notifications())
        .flatMap(notifications ->
            withUuid(tree, service, layout.requests())
                .map(requests -> pair(tree, notifications, requests)));
  }

  /// The notifications come from the same service: by a known UUID, else from the first
  /// characteristic that has any.
  private static Optional<FrameCharacteristics> byHandle(
      ObjectTree tree, String device, int writeHandle) {
    // Objects are named after the declaration, which stands right before the value.
    String name = "/char%04x".formatted(writeHandle - 1);
    return characteristics(tree, device).stream()
        .filter(path -> path.endsWith(name))
        .findFirst()
        .flatMap(requests ->
            notifying(tree, requests.substring(0, requests.lastIndexOf('/')))
                .map(notifications -> pair(tree, notifications, requests)));
  }

  private static Optional<String> notifying(ObjectTree tree, String service) {
    return GattLayout.KNOWN.stream()
        .flatMap(layout -> withUuid(tree, service, layout.notifications()).stream())
        .findFirst()
        .or(() ->
            characteristics(tree, service).stream()
                .filter(path -> tree.strings(path, "Flags").contains("notify"))
                .findFirst());
  }

  private static Optional<String> withUuid(ObjectTree tree, String service, int uuid16) {
    return characteristics(tree, service).stream()
        .filter(path -> hasUuid(tree, path, uuid16))
        .findFirst();
  }

  private static List<String> characteristics(ObjectTree tree, String below) {
    return tree.below(below, ObjectTree.CHARACTERISTIC);
  }

  private static boolean hasUuid(ObjectTree tree, String path, int uuid16) {
    return tree.property(path, "UUID", String.class)
        .map(Uuids::shortest)
        .filter(Uuids.of(uuid16)::equals)
        .isPresent();
  }

  private static FrameCharacteristics pair(ObjectTree tree, String notifications, String requests) {
    List<String> flags = tree.strings(requests, "Flags");
    boolean acknowledged = flags.contains("write") && !flags.contains("write-without-response");
    return new FrameCharacteristics(notifications, requests, acknowledged);
  }
}
