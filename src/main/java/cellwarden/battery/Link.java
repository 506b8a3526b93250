package cellwarden.battery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How one poll's link did.
///
/// @param attempts connects that it took, 0 where the link was still open from the poll before
/// @param connect time of the connect that succeeded
/// @param read time of the register reads on that connection
/// @param rssi signal strength, dBm; empty where there is none
/// @param stack the Bluetooth stack that carried it, `kernel` or `bluez`; empty without Bluetooth
public record Link(
    int attempts, Duration connect, Duration read, OptionalInt rssi, Optional<String> stack) {}
