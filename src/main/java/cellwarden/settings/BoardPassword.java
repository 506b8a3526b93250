package cellwarden.settings;

/// The password of a board's Bluetooth module, and how the board wants to be given it.
public sealed interface BoardPassword {

  /// Six characters 0-9, a-z, A-Z.
  Secret secret();

  /// The password itself, and nothing else.
  record Pin(Secret secret) implements BoardPassword {}

  /// As the phone app does: scrambled with the module's Bluetooth address, then the vendor's root
  /// secret.
  ///
  /// @param mac of the module, six pairs of upper-case hexadecimal digits joined by colons
  record Full(Secret secret, String mac) implements BoardPassword {}
}
