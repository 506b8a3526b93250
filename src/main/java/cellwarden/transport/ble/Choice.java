package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;

/// Which way leads to a battery, and why.
///
/// @param reason a clause such as "as configured"
public record Choice(BleAddress.Stack stack, String reason) {

  /// For a person: `kernel (as configured)`.
  @Override
  public String toString() {
    return stack.label() + " (" + reason + ")";
  }
}
