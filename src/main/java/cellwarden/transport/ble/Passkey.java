package cellwarden.transport.ble;

/// The number that a battery wants to know before it pairs. It never shows itself: its `toString`
/// is `***`.
///
/// @param number 0 to 999999
public record Passkey(int number) {

  private static final int LARGEST = 999_999;

  /// @throws IllegalArgumentException if it is no passkey
  public Passkey {
    if (number < 0 || number > LARGEST) {
      throw new IllegalArgumentException("no passkey");
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
