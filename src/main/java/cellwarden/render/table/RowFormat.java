package cellwarden.render.table;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes rows, one after the other, without keeping them.
public interface RowFormat {

  /// A column of values.
  ///
  /// @param name in files, such as `voltage` or `voltage_min`
  /// @param group heading for a person over all columns of one field, with the unit; may be empty
  /// @param label heading for a person of this column
  /// @param digits decimals that a table for people shows
  /// @param list whether each value is a list of numbers
  record Column(String name, String group, String label, int digits, boolean list) {}

  /// One row.
  ///
  /// @param values one for each column: a [Number], [Boolean], [String] or a list of them; null for
  ///   unknown
  /// @param doubtful names of the columns whose values may be wrong, `time` included; tables for
  ///   people mark them
  record Row(Instant time, String battery, List<@Nullable Object> values, Set<String> doubtful) {

    /// A row without doubt.
    public Row(Instant time, String battery, List<@Nullable Object> values) {
      this(time, battery, values, Set.of());
    }
  }

  /// Writes the next row.
  void row(Row row) throws IOException;

  /// Writes what all rows come to, where a person reads them.
  default void total(Row row) throws IOException {}

  /// Writes what follows the last one, and flushes.
  void end() throws IOException;
}
