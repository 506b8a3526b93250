package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.Rfkill;
import java.util.List;
import java.util.stream.Collectors;

/// The Bluetooth adapters that bluetoothd knows, and which of them to use.
///
/// @param session what they are looked up in
record Adapters(Session session, Rfkill rfkill) {

  private static final String ROOT = "/org/bluez";

  /// The path of the adapter for this battery: the one that its address names, else the first one
  /// that is on.
  String choose(BleAddress address, Deadline deadline)
      throws TransportException, BusException, InterruptedException {
    List<String> on = on(deadline).stream().filter(path -> isMeant(path, address)).toList();
    if (!on.isEmpty()) {
      return on.getFirst();
    }
    List<String> all = all();
    List<String> meant = all.stream().filter(path -> isMeant(path, address)).toList();
    if (meant.isEmpty() && !all.isEmpty()) {
      String names = all.stream().map(Adapters::name).collect(Collectors.joining(", "));
      throw BleTrouble.UNKNOWN_ADAPTER.at(
          address, address.adapter().orElse("") + ", only " + names);
    }
    Fault fault = fault(meant);
    throw fault.trouble.at(address, fault.detail);
  }

  /// Paths of all adapters that are on.
  ///
  /// @throws TransportException if none is
  List<String> needOn(Deadline deadline)
      throws TransportException, BusException, InterruptedException {
    List<String> on = on(deadline);
    if (on.isEmpty()) {
      Fault fault = fault(all());
      throw fault.trouble.anywhere(fault.detail, null);
    }
    return on;
  }

  /// After a call to an adapter was refused: if that is gone, it is forgotten, so that the next
  /// look asks bluetoothd.
  ///
  /// @throws BusException the refusal, if it has another reason
  void forgetIfGone(String path, BusException refusal) throws BusException {
    if (!Refusals.isGone(refusal)) {
      throw refusal;
    }
    session.tree().removed(path, List.of(Adapter1.INTERFACE));
  }

  /// `hci0` and so on.
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private record Fault(BleTrouble trouble, String detail) {}

  private Fault fault(List<String> none) {
    if (none.isEmpty()) {
      return new Fault(BleTrouble.NO_ADAPTER, "");
    }
    String name = name(none.getFirst());
    return new Fault(rfkill.blocks(name) ? BleTrouble.BLOCKED : BleTrouble.ADAPTER_OFF, name);
  }

  private static boolean isMeant(String path, BleAddress address) {
    return address.adapter().map(name(path)::equals).orElse(true);
  }

  /// Before it is said that none is on, bluetoothd is asked: a signal may have been lost.
  private List<String> on(Deadline deadline) throws BusException, InterruptedException {
    if (known().isEmpty()) {
      session.renew(deadline);
    }
    return known();
  }

  private List<String> known() {
    return all().stream()
        .filter(path -> session.tree().is(path, Adapter1.INTERFACE, "Powered"))
        .toList();
  }

  private List<String> all() {
    return session.tree().below(ROOT, Adapter1.INTERFACE);
  }
}
