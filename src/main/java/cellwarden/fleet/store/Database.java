package cellwarden.fleet.store;

import cellwarden.settings.IngestConfig.DatabaseConfig;
import cellwarden.settings.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// The way into the database, and what has to be there.
public final class Database {

  private static final String MIGRATIONS = "classpath:cellwarden/fleet/store";
  private static final String VERSIONS = "schema_version";

  /// PostgreSQL's name of what a user may not do.
  private static final String DENIED = "42501";

  /// The server does not notice that a client which waits for a lock is gone, so it has to give up
  /// by itself before [#connect()] does: each try would leave one more that waits.
  private static final Duration LONGEST_LOCK = Duration.ofSeconds(30);

  private final DatabaseConfig config;

  public Database(DatabaseConfig config) {
    this.config = config;
  }

  /// Opens a connection. A database that takes it and falls silent is given up after a minute.
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "cellwarden ingest");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    config.username().ifPresent(user -> properties.setProperty("user", user));
    config
        .password()
        .map(Secret::reveal)
        .ifPresent(password -> properties.setProperty("password", password));
    // What the URL says goes before.
    Connection connection = DriverManager.getConnection(config.url(), properties);
    try (Statement limit = connection.createStatement()) {
      limit.execute("set lock_timeout = '" + LONGEST_LOCK.toSeconds() + "s'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Makes the tables, or brings those of an earlier version up to date. Several may do so at once.
  ///
  /// @throws StoreException if that cannot be done; hopeless where the tables are of a later
  ///   version
  public void prepare() throws StoreException {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(
                  config.url(),
                  config.username().orElse(null),
                  config.password().map(Secret::reveal).orElse(null))
              .locations(MIGRATIONS)
              .table(VERSIONS)
              // There may be other tables in the database.
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .load();
      Optional<MigrationInfo> later =
          Arrays.stream(flyway.info().all())
              .filter(info -> info.getState() == MigrationState.FUTURE_SUCCESS)
              .findFirst();
      if (later.isPresent()) {
        throw new StoreException(
            "its tables are of version "
                + later.get().getVersion()
                + ", made by a later Cellwarden; update this one",
            null,
            true);
      }
      if (flyway.info().pending().length > 0) {
        flyway.migrate();
      }
    } catch (FlywayException e) {
      throw new StoreException(words(e), e, false);
    }
  }

  private static String words(FlywayException trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return DENIED.equals(sql.getSQLState())
            ? "its tables are missing or of an earlier version, and this user may not change that, "
                + words(sql)
                + ": 'cellwarden ingest --migrate' does it as their owner"
            : words(sql);
      }
    }
    return String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
  }

  /// What the database said, in one line.
  static String words(SQLException trouble) {
    String said = String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
    return said.replaceFirst("^(ERROR|FATAL): ", "");
  }

  /// As the user wrote it.
  @Override
  public String toString() {
    return config.url();
  }
}
