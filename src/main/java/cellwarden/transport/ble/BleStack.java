package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One way to the radio, opened once for the life of the process and used by all batteries.
///
/// Making one does nothing; what it needs it opens when it is first used, and again after it broke.
public interface BleStack extends AutoCloseable {

  /// What keeps this way from working on this machine for good, as a clause such as "this process
  /// has no Bluetooth sockets (a container?)"; empty when nothing does. An adapter that is off or a
  /// battery that is away is no such thing.
  Optional<String> obstacle();

  /// All adapters of this machine as this way sees them, whether on or off.
  ///
  /// @param timeout for the answer of whoever is asked
  /// @throws TransportException if that cannot be found out
  List<? extends AdapterState> adapters(Duration timeout)
      throws TransportException, InterruptedException;

  /// Watches from now on for adapters that take commands and say nothing.
  ///
  /// @return gives the name of one that did so until it is asked; empty where all answer, or
  ///   nothing is known of them
  default Supplier<Optional<String>> watchForHanging() {
    return Optional::empty;
  }

  /// The way to one battery.
  ///
  /// @param bonded asked at each connect, whether to make the link secure with the bond that
  ///   bluetoothd keeps
  Transport transport(BleAddress address, BooleanSupplier bonded);

  /// The way to a battery without a bond.
  default Transport transport(BleAddress address) {
    return transport(address, () -> false);
  }

  /// Forgets what is remembered of a battery, so that the next connect finds it out again; nothing
  /// where somebody paired or trusted it.
  ///
  /// @return whether there was anything
  boolean forget(BleAddress address, Duration timeout)
      throws TransportException, InterruptedException;

  /// Why an adapter is another program's just now, such as "another program scans".
  ///
  /// @param own MAC addresses of batteries, whose links do not count
  /// @return empty where none holds a link over it nor scans, as far as this way knows
  Optional<String> use(String adapter, Set<String> own, Duration timeout)
      throws TransportException, InterruptedException;

  /// Switches an adapter off and on. That it is switched on is ordered in any case.
  ///
  /// @param timeout for each of the two
  /// @throws TransportException if that may not be done, or the adapter is not on afterwards
  void powerCycle(String adapter, Duration timeout) throws TransportException, InterruptedException;

  @Override
  void close();

  /// One that can also scan, and that knows what other programs do with their links.
  interface Scanning extends BleStack, Scanner {

    /// Ends a link that stands although no program uses it: what a program left that was killed
    /// while it connected. One that is in use stays.
    ///
    /// @return whether the battery is free of such a link now
    /// @throws TransportException if that cannot be found out
    boolean endUnusedLink(BleAddress address, Duration timeout)
        throws TransportException, InterruptedException;

    /// Pairs with a battery by its passkey, unless there is a bond. No link is left.
    ///
    /// @param again whether a bond that is there is forgotten first
    /// @return whether there is one now; false if the battery did not ask for a passkey
    /// @throws TransportException if it came to nothing, of trouble [BleTrouble#WRONG_PIN] where
    ///   the battery refused the passkey
    boolean pair(BleAddress address, Passkey passkey, boolean again, Duration timeout)
        throws TransportException, InterruptedException;

    /// What this process has at the D-Bus; empty where that is nothing, or not known.
    default Optional<BusUse> busUse(Duration timeout) throws InterruptedException {
      return Optional.empty();
    }
  }
}
