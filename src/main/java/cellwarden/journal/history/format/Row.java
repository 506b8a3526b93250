package cellwarden.journal.history.format;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row.
///
/// @param values one for each column: a [Number], [Boolean], [String] or a list of them; null for
///   unknown
public record Row(Instant time, String battery, List<@Nullable Object> values) {}
