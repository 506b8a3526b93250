package cellwarden.journal.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;
import org.sqlite.util.OSInfo;

/// Cells in an SQLite file. What is written is added to what is there, so that it does not matter
/// in how many pieces a cell comes.
final class CellStore implements AutoCloseable {

  /// Set where the library of SQLite lies beside the program: else it is unpacked at each start,
  /// which takes longer than a query.
  private static final String LIBRARIES = "cellwarden.native";

  /// How many cells to hold in memory: each sample that comes is of one of the last few.
  static final int CELLS_AT_ONCE = 256;

  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS part (
        name TEXT PRIMARY KEY, size INTEGER, first_seq INTEGER) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS battery (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, chain BLOB NOT NULL);
      CREATE TABLE IF NOT EXISTS cell (
        battery INTEGER, start INTEGER, samples INTEGER, energy_in INTEGER, energy_out INTEGER,
        covered INTEGER, first_seq INTEGER, last_seq INTEGER,
        PRIMARY KEY (battery, start)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS value (
        battery INTEGER, field INTEGER, start INTEGER, count INTEGER, least INTEGER,
        greatest INTEGER, sum INTEGER, last INTEGER, last_seq INTEGER,
        PRIMARY KEY (battery, field, start)) WITHOUT ROWID;
      """;

  private static final String ADD_CELL =
      """
      INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        samples = samples + excluded.samples,
        energy_in = energy_in + excluded.energy_in,
        energy_out = energy_out + excluded.energy_out,
        covered = covered + excluded.covered,
        first_seq = min(first_seq, excluded.first_seq),
        last_seq = max(last_seq, excluded.last_seq)
      """;

  private static final String ADD_VALUE =
      """
      INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        count = count + excluded.count,
        least = min(least, excluded.least),
        greatest = max(greatest, excluded.greatest),
        sum = sum + excluded.sum,
        last = iif(excluded.last_seq > last_seq, excluded.last, last),
        last_seq = max(last_seq, excluded.last_seq)
      """;

  private static final String PUT_BATTERY =
      """
      INSERT INTO battery (name, chain) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET
        chain = excluded.chain
      """;

  private final Connection connection;

  private CellStore(Connection connection) {
    this.connection = connection;
  }

  /// A store in a file, made if it is missing.
  static CellStore of(Path file) throws SQLException {
    return open(file.toAbsolutePath().toString());
  }

  /// A store that is gone when it is closed; on the disk as far as it does not fit the memory.
  static CellStore temporary() throws SQLException {
    CellStore store = open("");
    boolean complete = false;
    try {
      store.execute("PRAGMA synchronous = OFF");
      store.execute("BEGIN");
      store.createTables();
      complete = true;
      return store;
    } finally {
      if (!complete) {
        store.close();
      }
    }
  }

  private static CellStore open(String file) throws SQLException {
    String libraries = System.getProperty(LIBRARIES);
    if (libraries != null && System.getProperty("org.sqlite.lib.path") == null) {
      System.setProperty(
          "org.sqlite.lib.path",
          Path.of(libraries, OSInfo.getNativeLibFolderPathForCurrentOS()).toString());
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) Duration.ofMinutes(10).toMillis());
    return new CellStore(config.createConnection("jdbc:sqlite:" + file));
  }

  /// Runs statements that give nothing back.
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  void createTables() throws SQLException {
    execute(SCHEMA);
  }

  /// Forgets all that was added up.
  void clear() throws SQLException {
    for (String table : List.of("cell", "value", "battery", "part")) {
      execute("DELETE FROM " + table);
    }
    execute("DELETE FROM meta WHERE name = '" + Mark.NAME + "'");
  }

  /// The numbers of the batteries, by name.
  Map<String, Long> batteries() throws SQLException {
    Map<String, Long> batteries = new TreeMap<>();
    try (PreparedStatement query = prepare("SELECT name, id FROM battery");
        ResultSet found = query.executeQuery()) {
      while (found.next()) {
        batteries.put(found.getString(1), found.getLong(2));
      }
    }
    return batteries;
  }

  /// Where each battery is, by name.
  Map<String, Chain> chains() throws SQLException {
    Map<String, Chain> chains = new TreeMap<>();
    try (PreparedStatement query = prepare("SELECT name, chain FROM battery");
        ResultSet found = query.executeQuery()) {
      while (found.next()) {
        LongBuffer state = ByteBuffer.wrap(found.getBytes(2)).asLongBuffer();
        long[] numbers = new long[state.remaining()];
        state.get(numbers);
        chains.put(found.getString(1), Chain.restored(numbers));
      }
    }
    return chains;
  }

  void putChain(String battery, Chain chain) throws SQLException {
    long[] state = chain.state();
    ByteBuffer bytes = ByteBuffer.allocate(state.length * Long.BYTES);
    bytes.asLongBuffer().put(state);
    try (PreparedStatement put = prepare(PUT_BATTERY)) {
      put.setString(1, battery);
      put.setBytes(2, bytes.array());
      put.executeUpdate();
    }
  }

  /// Adds all cells, and keeps where each battery is.
  void add(Aggregator aggregator) throws SQLException {
    for (Map.Entry<String, Aggregator.Battery> entry : aggregator.batteries().entrySet()) {
      putChain(entry.getKey(), entry.getValue().chain());
    }
    Map<String, Long> ids = batteries();
    for (Map.Entry<String, Aggregator.Battery> entry : aggregator.batteries().entrySet()) {
      add(ids.getOrDefault(entry.getKey(), -1L), entry.getValue().cells());
    }
  }

  /// Adds all cells and forgets them there, if they are more than so many.
  void addAbove(Aggregator aggregator, int cells) throws IOException {
    if (aggregator.size() > cells) {
      try {
        add(aggregator);
      } catch (SQLException e) {
        throw new IOException(e.getMessage(), e);
      }
      aggregator.clearCells();
    }
  }

  /// Adds the cells of one battery.
  void add(long battery, Collection<Cell> added) throws SQLException {
    try (PreparedStatement cells = prepare(ADD_CELL);
        PreparedStatement values = prepare(ADD_VALUE)) {
      for (Cell cell : added) {
        add(battery, cell, cells, values);
      }
    }
  }

  private static void add(long id, Cell cell, PreparedStatement cells, PreparedStatement values)
      throws SQLException {
    set(
        cells,
        id,
        cell.start,
        cell.samples,
        cell.energyIn,
        cell.energyOut,
        cell.covered,
        cell.firstSeq,
        cell.lastSeq);
    for (int field = 0; field < cell.count.length; field++) {
      if (cell.count[field] > 0) {
        set(
            values,
            id,
            field,
            cell.start,
            cell.count[field],
            cell.least[field],
            cell.greatest[field],
            cell.sum[field],
            cell.last[field],
            cell.valueSeq[field]);
      }
    }
  }

  private static void set(PreparedStatement statement, long... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 1, values[i]);
    }
    statement.executeUpdate();
  }

  /// Removes a cell and its values.
  void remove(long battery, long start) throws SQLException {
    try (PreparedStatement cells = prepare("DELETE FROM cell WHERE battery = ? AND start = ?");
        PreparedStatement values = prepare("DELETE FROM value WHERE battery = ? AND start = ?")) {
      set(cells, battery, start);
      set(values, battery, start);
    }
  }

  /// Removes a battery that has no cells.
  void removeBattery(String name) throws SQLException {
    try (PreparedStatement remove = prepare("DELETE FROM battery WHERE name = ?")) {
      remove.setString(1, name);
      remove.executeUpdate();
    }
  }

  /// One number; empty where there is none.
  OptionalLong number(String sql, long... parameters) throws SQLException {
    try (PreparedStatement query = query(sql, parameters);
        ResultSet found = query.executeQuery()) {
      long number = found.next() ? found.getLong(1) : 0;
      return found.isAfterLast() || found.wasNull()
          ? OptionalLong.empty()
          : OptionalLong.of(number);
    }
  }

  /// A statement with its parameters, to be closed by the caller.
  PreparedStatement query(String sql, long... parameters) throws SQLException {
    PreparedStatement query = prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      query.setLong(i + 1, parameters[i]);
    }
    return query;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
