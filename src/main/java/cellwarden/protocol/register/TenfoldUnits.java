package cellwarden.protocol.register;

/// How to read current and capacities, which big packs (above 655 Ah) state in tenths instead of
/// hundredths.
///
/// A battery of 628 Ah marks that with bit 7 of the byte that follows the temperatures. V9 and
/// later of the vendor's document put the mark into bit 7 of the FET byte; V11 still calls it
/// unused, so a board may set it for another reason. Hence the override.
public enum TenfoldUnits {
  /// As the device's flag says.
  AUTO,
  /// Tenths, whatever the flag says.
  ALWAYS,
  /// Hundredths, whatever the flag says.
  NEVER;

  private static final double HUNDREDTHS = 100.0;
  private static final double TENTHS = 10.0;

  double capacityDivisor(boolean flag) {
    boolean tenfold =
        switch (this) {
          case AUTO -> flag;
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return tenfold ? TENTHS : HUNDREDTHS;
  }
}
