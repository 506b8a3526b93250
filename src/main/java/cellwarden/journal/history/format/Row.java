package cellwarden.journal.history.format;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One row.
///
/// @param values one for each column: a [Number], [Boolean], [String] or a list of them; null for
///   unknown
/// @param doubtful names of the columns whose values may be wrong, `time` included; tables for
///   people mark them
public record Row(
    Instant time, String battery, List<@Nullable Object> values, Set<String> doubtful) {

  /// A row without doubt.
  public Row(Instant time, String battery, List<@Nullable Object> values) {
    this(time, battery, values, Set.of());
  }
}
