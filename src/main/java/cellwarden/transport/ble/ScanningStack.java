package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import java.time.Duration;

/// A way to the radio that can also listen to whom it does not know yet, and that knows what other
/// programs do with their links.
public interface ScanningStack extends BleStack {

  /// Listens over this stack, for as long as it is open.
  Scanner scanner();

  /// Ends a link that stands although no program uses it: what a program left that was killed while
  /// it connected. One that is in use stays.
  ///
  /// @return whether the battery is free of such a link now
  /// @throws TransportException if that cannot be found out
  boolean endUnusedLink(BleAddress address, Duration timeout)
      throws TransportException, InterruptedException;
}
