package cellwarden.battery;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One published value.
///
/// @param name field of the sample JSON; never renamed once published
/// @param label for a person
/// @param digits decimals that a table for people shows; 0 for what has none
/// @param unit `V`, `A`, `W`, `Ah`, `Wh`, `°C`, `%`, `s`; empty for counts, states and texts
/// @param value a [Double], [Integer], [Boolean], [String] or a list of them; null when the device
///   did not say
public record Metric(
    String name, String label, String unit, int digits, Function<Sample, @Nullable Object> value) {}
