package cellwarden.transport.kernel;

import java.util.Map;
import java.util.Optional;

/// Where sockets come from: the kernel's Bluetooth, or in tests a peer in the same process.
interface BluetoothSockets {

  String ANY_ADAPTER = "00:00:00:00:00:00";

  /// What keeps all of them from coming about for good, as a clause; empty if nothing does.
  Optional<String> obstacle();

  /// A link, or one to be, and the adapter that carries it.
  ///
  /// @param adapter MAC address, six pairs of upper-case hexadecimal digits joined by colons
  record Link(PacketSocket socket, String adapter) {}

  /// Begins to connect to a device's attribute protocol; [PacketSocket#awaitConnect] waits for the
  /// end.
  ///
  /// @param adapter MAC address of the one to go through, [#ANY_ADAPTER] for the kernel's choice
  Link connect(String adapter, PeerAddress peer) throws LinkException;

  /// A descriptor for talking to the kernel about its adapters, bound and without blocking; or a
  /// negative error number.
  int management();

  /// The LE links that an adapter has or is to get, of this and other programs, by MAC address of
  /// the device. Needs no rights.
  Map<String, LinkState> links(Adapter adapter);

  /// What an adapter's driver has counted; empty if there is no such adapter.
  Optional<Traffic> traffic(Adapter adapter);
}
