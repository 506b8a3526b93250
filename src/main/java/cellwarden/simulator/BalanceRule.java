package cellwarden.simulator;

/// When cells are balanced.
///
/// @param start V from which a cell is bled
/// @param window V above the lowest cell that are left alone
record BalanceRule(boolean on, boolean onlyWhileCharging, double start, double window) {

  /// Whether cells may be bled under this current, A.
  boolean applies(double amperes) {
    return on && (!onlyWhileCharging || amperes > 0);
  }
}
