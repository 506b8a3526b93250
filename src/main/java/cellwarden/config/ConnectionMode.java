package cellwarden.config;

/// What becomes of the link between two readings.
public enum ConnectionMode {
  /// Connect, read, disconnect: the phone app can reach the battery in between.
  ON_DEMAND,
  /// Stay connected: quicker readings, but nobody else gets through.
  KEEP_ALIVE
}
