package cellwarden.journal.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One sample as it was asked for.
///
/// @param values one for each field: a [Number], [Boolean], [String] or a list of them; null where
///   the sample does not have it
/// @param json UTF-8 of its line
/// @param clockSet whether the clock of the machine was set, so that the time can be believed
/// @param suspect names of the fields that contradict another one
@SuppressWarnings("ArrayRecordComponent")
public record SampleRow(
    long seq,
    Instant time,
    String battery,
    List<@Nullable Object> values,
    byte[] json,
    boolean clockSet,
    List<String> suspect) {}
