package cellwarden.journal.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import org.sqlite.SQLiteConfig;
import org.sqlite.util.OSInfo;

/// A file of SQLite.
final class Database implements AutoCloseable {

  /// Set where the library of SQLite lies beside the program: else it is unpacked at each start,
  /// which takes longer than a query.
  private static final String LIBRARIES = "cellwarden.native";

  private static final String LIBRARY_PATH = "org.sqlite.lib.path";

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /// Opens a file, which is made if it is missing.
  ///
  /// @param file empty for one that is gone when it is closed, and is on the disk only as far as it
  ///   does not fit the memory
  static Database open(String file) throws IndexException {
    String libraries = System.getProperty(LIBRARIES);
    if (libraries != null && System.getProperty(LIBRARY_PATH) == null) {
      System.setProperty(
          LIBRARY_PATH, Path.of(libraries, OSInfo.getNativeLibFolderPathForCurrentOS()).toString());
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) Duration.ofMinutes(10).toMillis());
    try {
      return new Database(config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  /// Runs statements that give nothing back.
  void execute(String sql) throws IndexException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  /// A statement that is run more than once.
  Command command(String sql) throws IndexException {
    return new Command(prepare(sql));
  }

  /// What a question gives; its parameters are numbers or texts.
  Rows rows(String sql, Object... parameters) throws IndexException {
    return Rows.of(prepare(sql), parameters);
  }

  /// One number; empty where there is none.
  OptionalLong number(String sql, Object... parameters) throws IndexException {
    try (Rows rows = rows(sql, parameters)) {
      return rows.next() ? rows.numberIfAny(1) : OptionalLong.empty();
    }
  }

  private PreparedStatement prepare(String sql) throws IndexException {
    try {
      return connection.prepareStatement(sql);
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }

  @Override
  public void close() throws IndexException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw IndexException.of(e);
    }
  }
}
