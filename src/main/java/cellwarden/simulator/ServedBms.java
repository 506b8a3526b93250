package cellwarden.simulator;

import java.util.List;

/// A BMS at the end of a link, for one client at a time.
public sealed interface ServedBms permits SimulatedBms, ReplayedBms {

  /// A client has connected.
  void connected();

  /// Takes bytes of the client.
  ///
  /// @return what it gets for them, in order
  List<WireQueue.Event> receive(byte[] bytes);
}
