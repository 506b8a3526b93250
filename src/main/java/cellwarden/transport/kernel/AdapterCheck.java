package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Rfkill;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks whether this machine's adapters could carry a link at all.
///
/// @param management to ask the kernel
/// @param rfkill switches that silence adapters
record AdapterCheck(Management management, Rfkill rfkill) {

  /// MAC address of the adapter that the user chose, else of any.
  ///
  /// @throws TransportException if the one chosen cannot be used
  String choose(BleAddress battery) throws TransportException {
    if (battery.adapter().isEmpty()) {
      return BluetoothSockets.ANY_ADAPTER;
    }
    List<Adapter> adapters;
    try {
      adapters = management.adapters();
    } catch (LinkException.Failed e) {
      throw new KernelTroubles(battery).connecting(e);
    } catch (LinkException e) {
      throw BleTrouble.ADAPTER_HANGS.at(battery, battery.adapter().get(), e);
    }
    Optional<TransportException> trouble = trouble(battery, adapters);
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return usable(battery, adapters).getFirst().mac();
  }

  /// What keeps the adapters from reaching a battery; empty if they look fine or cannot be asked.
  Optional<TransportException> trouble(BleAddress battery) {
    try {
      return trouble(battery, management.adapters());
    } catch (LinkException e) {
      return Optional.empty();
    }
  }

  private Optional<TransportException> trouble(BleAddress battery, List<Adapter> adapters) {
    List<Adapter> usable = usable(battery, adapters);
    if (adapters.isEmpty()) {
      return Optional.of(BleTrouble.NO_ADAPTER.at(battery, ""));
    }
    if (usable.isEmpty()) {
      String names = adapters.stream().map(Adapter::name).collect(Collectors.joining(", "));
      String chosen = battery.adapter().orElse("");
      return Optional.of(BleTrouble.UNKNOWN_ADAPTER.at(battery, chosen + ", only " + names));
    }
    if (usable.stream().anyMatch(Adapter::powered)) {
      return Optional.empty();
    }
    String name = usable.getFirst().name();
    BleTrouble trouble = rfkill.blocks(name) ? BleTrouble.BLOCKED : BleTrouble.ADAPTER_OFF;
    return Optional.of(trouble.at(battery, name));
  }

  private static List<Adapter> usable(BleAddress battery, List<Adapter> adapters) {
    return adapters.stream()
        .filter(adapter -> battery.adapter().map(adapter.name()::equals).orElse(true))
        .toList();
  }
}
