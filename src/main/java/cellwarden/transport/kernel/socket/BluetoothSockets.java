package cellwarden.transport.kernel.socket;

import cellwarden.transport.ble.AdapterCheck;
import java.util.Map;
import java.util.Optional;

/// Where sockets come from: the kernel's Bluetooth, or in tests a peer in the same process.
public interface BluetoothSockets {

  /// For the adapter that the kernel chooses.
  String ANY_ADAPTER = "00:00:00:00:00:00";

  /// What keeps all of them from coming about for good, as a clause; empty if nothing does.
  Optional<String> obstacle();

  /// Begins to connect to a device's attribute protocol; [PacketSocket#awaitConnect] waits for the
  /// end.
  ///
  /// @param adapter MAC address of the one to go through, or [#ANY_ADAPTER]
  /// @param bonded whether the link stands only once it is encrypted with the key of a bond
  Link connect(String adapter, PeerAddress peer, boolean bonded) throws LinkException;

  /// A descriptor for talking to the kernel about its adapters, bound and without blocking.
  int management() throws LinkException;

  /// The links that an adapter has or is to get, of this and other programs, by MAC address of the
  /// device. Needs no rights.
  Map<String, LinkState> links(Adapter adapter);

  /// What an adapter's driver has counted; empty if there is no such adapter.
  Optional<Traffic> traffic(Adapter adapter);

  /// A link, or one to be.
  ///
  /// @param adapter MAC address of the one that carries it, upper-case digits joined by colons
  record Link(PacketSocket socket, String adapter, PeerAddress peer) {}

  /// A Bluetooth adapter of this machine.
  ///
  /// @param number the 0 of `hci0`
  /// @param mac six pairs of upper-case hexadecimal digits joined by colons
  record Adapter(int number, String mac, boolean powered) implements AdapterCheck.AdapterState {
    @Override
    public String name() {
      return "hci" + number;
    }
  }

  /// How far the kernel is with an LE link to one device, whoever asked for it.
  enum LinkState {
    /// There is none, and none is on its way.
    NONE,
    /// The kernel scans for the device, or has ordered the link.
    WANTED,
    /// The radios are connected; the kernel still asks the device for its features.
    SETTING_UP,
    /// It stands.
    UP
  }

  /// How much an adapter was told and told itself.
  ///
  /// @param commands sent to it, modulo 2 to the power of 32
  /// @param events that came from it, likewise
  record Traffic(int commands, int events) {}
}
