package cellwarden.transport.ble;

/// What this process has at the D-Bus system bus.
///
/// @param connections as the bus counts them
/// @param matchRules of all of them: as the bus counts them, which it tells root only, else as they
///   were asked for
public record BusUse(int connections, int matchRules) {}
