package cellwarden.journal.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A statement that gives nothing back, to be run again and again.
record Command(PreparedStatement statement) implements AutoCloseable {

  /// Runs it with these numbers.
  void run(long... values) throws IndexException {
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  /// Runs it with numbers, texts or bytes.
  void runWith(Object... values) throws IndexException {
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  @Override
  public void close() throws IndexException {
    try {
      statement.close();
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }
}
