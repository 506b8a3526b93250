package cellwarden.transport.kernel;

import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.BluetoothSockets.Adapter;
import cellwarden.transport.kernel.socket.BluetoothSockets.Traffic;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.Management;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Tells adapters that hang from batteries that are away. Both show as a connect without end, but a
/// connect gives the adapter commands, and one that works answers each.
///
/// Only looks closely once a connect has come to nothing, since that takes some system calls.
final class HangWatch {

  private final BluetoothSockets sockets;
  private final Management management;
  private volatile boolean suspicious;

  HangWatch(BluetoothSockets sockets, Management management) {
    this.sockets = sockets;
    this.management = management;
  }

  /// What each adapter had been told and had told before a connect.
  Map<Adapter, Traffic> look() {
    return suspicious ? closely() : Map.of();
  }

  /// The same in any case.
  Map<Adapter, Traffic> closely() {
    Map<Adapter, Traffic> traffic = new LinkedHashMap<>();
    try {
      for (Adapter adapter : management.adapters()) {
        sockets.traffic(adapter).ifPresent(now -> traffic.put(adapter, now));
      }
    } catch (LinkException e) {
      // Then nothing is known of them.
    }
    return traffic;
  }

  /// After a connect that came about.
  void reached() {
    suspicious = false;
  }

  /// After a connect that nothing answered.
  ///
  /// @return name of an adapter that hangs, if all hang that were told anything
  Optional<String> notReached(Map<Adapter, Traffic> before) {
    suspicious = true;
    return hanging(before);
  }

  /// An adapter that hangs, as far as it was told anything since.
  ///
  /// @return its name; empty if one of them answered
  Optional<String> hanging(Map<Adapter, Traffic> before) {
    Optional<String> hanging = Optional.empty();
    for (Map.Entry<Adapter, Traffic> one : before.entrySet()) {
      Optional<Traffic> now = sockets.traffic(one.getKey());
      if (now.isPresent() && now.get().events() != one.getValue().events()) {
        return Optional.empty();
      }
      if (now.isPresent() && now.get().commands() != one.getValue().commands()) {
        hanging = Optional.of(one.getKey().name());
      }
    }
    return hanging;
  }
}
