package cellwarden.transport.kernel;

import cellwarden.transport.ble.GattLayout;
import cellwarden.transport.ble.Uuids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Finds the attributes that carry frames: by the UUIDs of a known layout, else around the handle
/// that the user named.
final class GattDiscovery {

  private static final int SWITCH = 0x2902;

  /// Services in a message.
  private static final int MOST_NAMED = 12;

  private final GattTable table;
  private final OptionalInt writeHandle;

  /// @param writeHandle of the attribute that takes requests, where it cannot be found by its UUID
  GattDiscovery(AttRequests device, OptionalInt writeHandle) {
    this.table = new GattTable(device);
    this.writeHandle = writeHandle;
  }

  /// @throws LinkException.Foreign if the device has no such attributes
  GattHandles resolve() throws LinkException, InterruptedException {
    for (GattLayout layout : GattLayout.KNOWN) {
      Optional<GattHandles> found = among(table.services(layout.service()), layout);
      if (found.isPresent()) {
        return found.get();
      }
    }
    List<GattService> all = table.services();
    Optional<GattHandles> found = amongAll(all);
    if (found.isPresent()) {
      return found.get();
    }
    throw new LinkException.Foreign(words(all));
  }

  /// For devices that cannot look for a service, or that give its UUID in the long form.
  private Optional<GattHandles> amongAll(List<GattService> all)
      throws LinkException, InterruptedException {
    for (GattLayout layout : GattLayout.KNOWN) {
      String wanted = Uuids.of(layout.service());
      List<GattService> services =
          all.stream().filter(service -> service.uuid().equals(wanted)).toList();
      Optional<GattHandles> found = among(services, layout);
      if (found.isPresent()) {
        return found;
      }
    }
    return writeHandle.isPresent() ? around(writeHandle.getAsInt(), all) : Optional.empty();
  }

  private Optional<GattHandles> among(List<GattService> services, GattLayout layout)
      throws LinkException, InterruptedException {
    for (GattService service : services) {
      List<GattCharacteristic> characteristics = table.characteristics(service.range());
      Optional<GattCharacteristic> notifications =
          withUuid(characteristics, layout.notifications());
      if (notifications.isPresent()) {
        OptionalInt requests = requests(withUuid(characteristics, layout.requests()));
        if (requests.isPresent()) {
          return Optional.of(
              handles(notifications.get(), requests.getAsInt(), service, characteristics));
        }
      }
    }
    return Optional.empty();
  }

  /// The handle that the user named counts more than what was found.
  private OptionalInt requests(Optional<GattCharacteristic> found) {
    return writeHandle.isPresent() || found.isEmpty()
        ? writeHandle
        : OptionalInt.of(found.get().value());
  }

  /// Answers come through what notifies in the same service.
  private Optional<GattHandles> around(int handle, List<GattService> all)
      throws LinkException, InterruptedException {
    for (GattService service : all) {
      if (service.range().contains(handle)) {
        List<GattCharacteristic> characteristics = table.characteristics(service.range());
        for (GattCharacteristic candidate : characteristics) {
          if (candidate.notifies()) {
            return Optional.of(handles(candidate, handle, service, characteristics));
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
    OptionalInt switches =
        table.descriptor(new HandleRange(notifications.value() + 1, end), SWITCH);
    boolean confirmsWrites =
        characteristics.stream()
            .filter(characteristic -> characteristic.value() == requests)
            .anyMatch(GattCharacteristic::confirmsWrites);
    return new GattHandles(
        notifications.value(), switches, notifications.onlyIndicates(), requests, confirmsWrites);
  }

  private static Optional<GattCharacteristic> withUuid(
      List<GattCharacteristic> characteristics, int uuid16) {
    return characteristics.stream()
        .filter(characteristic -> characteristic.uuid().equals(Uuids.of(uuid16)))
        .findFirst();
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
