package cellwarden.cli;

import org.jspecify.annotations.Nullable;

/// One decoded value of a register.
///
/// @param name as in the sample
/// @param value a [Double], [Integer], [Boolean], [String], a list of them or a map of counts; null
///   where the device did not say
/// @param unit empty for counts, states and texts
record Field(String name, @Nullable Object value, String unit) {

  static Field of(String name, @Nullable Object value) {
    return new Field(name, value, "");
  }
}
