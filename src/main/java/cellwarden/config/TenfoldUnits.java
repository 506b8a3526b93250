package cellwarden.config;

/// Whether a board counts current and capacity in steps ten times as large (0.1 A instead of 0.01
/// A), as boards for large currents do.
public enum TenfoldUnits {
  /// As the board's own flag says.
  AUTO,
  /// Tenfold, whatever the flag says.
  ALWAYS,
  /// Not tenfold, whatever the flag says.
  NEVER
}
