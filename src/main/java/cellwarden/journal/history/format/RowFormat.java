package cellwarden.journal.history.format;

import java.io.IOException;

/// Writes rows, one after the other, without keeping them.
public interface RowFormat {

  /// Writes the next row.
  void row(Row row) throws IOException;

  /// Writes what stands behind the last one, and flushes.
  void end() throws IOException;
}
