package cellwarden.protocol.register;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The bits of the protection word in register 03, from bit 0 (vendor V4; bits 12 to 14 V11).
public enum Protection {
  CELL_OVERVOLTAGE,
  CELL_UNDERVOLTAGE,
  PACK_OVERVOLTAGE,
  PACK_UNDERVOLTAGE,
  CHARGE_OVERTEMPERATURE,
  CHARGE_UNDERTEMPERATURE,
  DISCHARGE_OVERTEMPERATURE,
  DISCHARGE_UNDERTEMPERATURE,
  CHARGE_OVERCURRENT,
  DISCHARGE_OVERCURRENT,
  SHORT_CIRCUIT,
  FRONTEND_IC_ERROR,
  /// A FET was switched off by command: what a remote switch-off looks like, not a fault of the
  /// pack.
  MOSFET_SOFTWARE_LOCK,
  CHARGE_MOSFET_BREAKDOWN,
  DISCHARGE_MOSFET_BREAKDOWN,
  RESERVED_15;

  /// The name in samples and messages, such as `cell_overvoltage`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The bit in the protection word: the constants stand in the order of the bits.
  @SuppressWarnings("EnumOrdinal")
  public int bit() {
    return 1 << ordinal();
  }

  /// The protection word with these bits set.
  public static int bits(Set<Protection> protections) {
    return protections.stream().mapToInt(Protection::bit).reduce(0, (word, bit) -> word | bit);
  }

  static Set<Protection> ofBits(int bits) {
    EnumSet<Protection> set = EnumSet.noneOf(Protection.class);
    for (Protection protection : values()) {
      if ((bits & protection.bit()) != 0) {
        set.add(protection);
      }
    }
    return Collections.unmodifiableSet(set);
  }
}
