package cellwarden.transport.ble.recovery;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the ladder needs to see and to do.
interface RecoveryActions {

  /// All adapters of this machine; none also where they cannot be asked for.
  List<? extends AdapterState> adapters() throws InterruptedException;

  /// Why an adapter is another program's just now, in words; empty where none holds a link over it
  /// nor scans.
  ///
  /// @param own MAC addresses of batteries, whose links do not count
  Optional<String> use(String adapter, Set<String> own) throws InterruptedException;

  /// Listens for a moment.
  ///
  /// @return MAC addresses of what was heard over this adapter
  Set<String> heard(String adapter) throws InterruptedException;

  /// Forgets what is remembered of a battery, unless somebody paired or trusted it.
  ///
  /// @return whether there was anything
  boolean forget(BleAddress battery) throws InterruptedException;

  /// Switches an adapter off, and on; an interrupt does not keep it from being switched on.
  ///
  /// @throws TransportException if that may not be done, or did not help
  void powerCycle(String adapter) throws TransportException, InterruptedException;

  /// Whether the helper is installed.
  boolean hasHelper();

  /// Has the helper do something.
  ///
  /// @throws TransportException if it does not
  void help(Rung rung, String adapter) throws TransportException, InterruptedException;
}
