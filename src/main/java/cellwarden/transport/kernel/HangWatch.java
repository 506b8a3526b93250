package cellwarden.transport.kernel;

import java.util.ArrayList;
import java.util.List;
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

  /// What an adapter had been told and had told before a connect.
  record Look(Adapter adapter, Traffic traffic) {}

  /// Before a connect.
  List<Look> look() {
    List<Look> looks = new ArrayList<>();
    if (suspicious) {
      for (Adapter adapter : adapters()) {
        sockets.traffic(adapter).ifPresent(traffic -> looks.add(new Look(adapter, traffic)));
      }
    }
    return looks;
  }

  /// After a connect that came about.
  void reached() {
    suspicious = false;
  }

  /// After a connect that nothing answered.
  ///
  /// @return name of an adapter that hangs, if all hang that were told anything
  Optional<String> notReached(List<Look> before) {
    suspicious = true;
    Optional<String> mute = Optional.empty();
    for (Look look : before) {
      Optional<Traffic> since =
          sockets.traffic(look.adapter()).map(now -> now.minus(look.traffic()));
      if (since.isPresent() && since.get().events() != 0) {
        return Optional.empty();
      }
      if (since.isPresent() && since.get().commands() != 0) {
        mute = Optional.of(look.adapter().name());
      }
    }
    return mute;
  }

  private List<Adapter> adapters() {
    try {
      return management.adapters().stream().filter(Adapter::powered).toList();
    } catch (LinkException e) {
      return List.of();
    }
  }
}
