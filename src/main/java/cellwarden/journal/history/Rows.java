package cellwarden.journal.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/// What a question to a [Database] gives, row by row; columns are counted from 1.
final class Rows implements AutoCloseable {

  private final PreparedStatement statement;
  private final ResultSet rows;

  private Rows(PreparedStatement statement, ResultSet rows) {
    this.statement = statement;
    this.rows = rows;
  }

  static Rows of(PreparedStatement statement, Object... parameters) throws IndexException {
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return new Rows(statement, statement.executeQuery());
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  boolean next() throws IndexException {
    try {
      return rows.next();
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  /// A number; 0 where there is none.
  long number(int column) throws IndexException {
    try {
      return rows.getLong(column);
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  OptionalLong numberIfAny(int column) throws IndexException {
    try {
      long number = rows.getLong(column);
      return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  String text(int column) throws IndexException {
    try {
      return String.valueOf(rows.getString(column));
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  byte[] bytes(int column) throws IndexException {
    try {
      byte[] bytes = rows.getBytes(column);
      return bytes == null ? new byte[0] : bytes;
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
