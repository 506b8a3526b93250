package cellwarden.transport.kernel.gatt;

import cellwarden.transport.ble.GattLayout;
import cellwarden.transport.ble.Uuids;
import cellwarden.transport.kernel.gatt.Att.HandleRange;
import cellwarden.transport.kernel.gatt.GattTable.GattCharacteristic;
import cellwarden.transport.kernel.gatt.GattTable.GattService;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Finds the attributes that carry frames: by the UUIDs of a known layout, else around the handle
/// that the user named.
public final class GattDiscovery {

  /// Client characteristic configuration, the descriptor that switches notifications on.
  private static final int CCCD = 0x2902;

  /// Services in a message.
  private static final int MOST_NAMED = 12;

  private final GattTable table;
  private final OptionalInt writeHandle;

  /// Where in a battery's attributes its frames go through.
  ///
  /// @param notifications whose notifications are the BMS's bytes
  /// @param cccd the descriptor that switches them on; empty where there is none
  /// @param indicates whether the battery sends indications instead, which want a confirmation
  /// @param requests that takes requests
  /// @param confirmsWrites whether a write must be one that the battery answers
  public record GattHandles(
      int notifications,
      OptionalInt cccd,
      boolean indicates,
      int requests,
      boolean confirmsWrites) {}

  /// @param writeHandle of the attribute that takes requests, where it cannot be found by its UUID
  public GattDiscovery(AttClient.Requests device, OptionalInt writeHandle) {
    this.table = new GattTable(device);
    this.writeHandle = writeHandle;
  }

  /// Searches the device.
  ///
  /// @throws LinkException of kind `NOT_JBD` if the device has no such attributes
  public GattHandles resolve() throws LinkException, InterruptedException {
    List<GattService> all = table.services();
    for (GattLayout layout : GattLayout.KNOWN) {
      Optional<GattHandles> found = withLayout(all, layout);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Optional<GattHandles> found = besideWriteHandle(all);
    if (found.isPresent()) {
      return found.get();
    }
    throw new LinkException(Kind.NOT_JBD, 0, words(all));
  }

  private Optional<GattHandles> withLayout(List<GattService> all, GattLayout layout)
      throws LinkException, InterruptedException {
    for (GattService service : all) {
      if (service.uuid().equals(Uuids.of(layout.service()))) {
        List<GattCharacteristic> characteristics = table.characteristics(service.range());
        Optional<GattCharacteristic> notifications =
            withUuid(characteristics, layout.notifications());
        OptionalInt requests = requests(withUuid(characteristics, layout.requests()));
        if (notifications.isPresent() && requests.isPresent()) {
          return Optional.of(
              handles(notifications.get(), requests.getAsInt(), service, characteristics));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<GattCharacteristic> withUuid(
      List<GattCharacteristic> characteristics, int uuid16) {
    return characteristics.stream()
        .filter(characteristic -> characteristic.uuid().equals(Uuids.of(uuid16)))
        .findFirst();
  }

  /// The handle that the user named counts more than what was found.
  private OptionalInt requests(Optional<GattCharacteristic> found) {
    return writeHandle.isPresent() || found.isEmpty()
        ? writeHandle
        : OptionalInt.of(found.get().value());
  }

  /// Answers come through what notifies in the same service as the handle that the user named.
  private Optional<GattHandles> besideWriteHandle(List<GattService> all)
      throws LinkException, InterruptedException {
    for (GattService service : all) {
      if (writeHandle.isPresent() && service.range().contains(writeHandle.getAsInt())) {
        List<GattCharacteristic> characteristics = table.characteristics(service.range());
        for (GattCharacteristic candidate : characteristics) {
          if (candidate.notifies()) {
            return Optional.of(
                handles(candidate, writeHandle.getAsInt(), service, characteristics));
          }
        }
      }
    }
    return Optional.empty();
  }

  private GattHandles handles(
      GattCharacteristic notifications,
      int requests,
      GattService service,
      List<GattCharacteristic> characteristics)
      throws LinkException, InterruptedException {
    int end =
        characteristics.stream()
            .mapToInt(GattCharacteristic::declaration)
            .filter(declaration -> declaration > notifications.value())
            .map(declaration -> declaration - 1)
            .min()
            .orElse(service.range().last());
    boolean confirmsWrites =
        characteristics.stream()
            .anyMatch(found -> found.value() == requests && found.confirmsWrites());
    return new GattHandles(
        notifications.value(),
        table.descriptor(new HandleRange(notifications.value() + 1, end), CCCD),
        notifications.onlyIndicates(),
        requests,
        confirmsWrites);
  }

  /// Such as "it has 1800: 2a00 at 0x03, 2a01 at 0x05; ff00: ff01 at 0x11".
  private String words(List<GattService> all) throws LinkException, InterruptedException {
    List<String> services = new ArrayList<>();
    for (GattService service : all.subList(0, Math.min(all.size(), MOST_NAMED))) {
      String characteristics =
          table.characteristics(service.range()).stream()
              .map(found -> "%s at 0x%02x".formatted(found.uuid(), found.value()))
              .collect(Collectors.joining(", "));
      services.add(service.uuid() + ": " + (characteristics.isEmpty() ? "-" : characteristics));
    }
    return services.isEmpty() ? "it shows none" : "it has " + String.join("; ", services);
  }
}
