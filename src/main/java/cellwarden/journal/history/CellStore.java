package cellwarden.journal.history;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Cells in an SQLite file. What is written is added to what is there, so that it does not matter
/// in how many pieces a cell comes.
final class CellStore implements AutoCloseable {

  /// How many cells to hold in memory: each sample that comes is of one of the last few.
  static final int CELLS_AT_ONCE = 256;

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

  private static final String SEQS_WITHIN =
      "SELECT min(first_seq), max(last_seq), "
          + CellSchema.DAMAGED_CELLS
          + " FROM cell WHERE battery = ? AND start > ? AND start < ?";

  private static final String CELLS_BEFORE =
      "SELECT first_seq, samples FROM cell WHERE battery = ? AND last_seq < ? "
          + "ORDER BY last_seq DESC";

  private static final String HOURS =
      "SELECT min(start), max(start) FROM cell WHERE battery = ? AND samples > 0";

  private final Database database;

  private CellStore(Database database) {
    this.database = database;
  }

  /// A store in a file, made if it is missing.
  static CellStore of(Path file) throws IndexException {
    return new CellStore(Database.open(file.toAbsolutePath().toString()));
  }

  /// A store that is gone when it is closed.
  static CellStore temporary() throws IndexException {
    CellStore store = new CellStore(Database.open(""));
    boolean complete = false;
    try {
      store.database.execute("PRAGMA synchronous = OFF");
      store.database.execute("BEGIN");
      store.createTables();
      complete = true;
      return store;
    } finally {
      if (!complete) {
        store.close();
      }
    }
  }

  Database database() {
    return database;
  }

  void createTables() throws IndexException {
    database.execute(CellSchema.CREATE);
  }

  /// Forgets all that was added up.
  void clear() throws IndexException {
    for (String table : List.of("cell", "value", "battery", "part")) {
      database.execute("DELETE FROM " + table);
    }
    new IndexNotes(database).clear();
  }

  /// The numbers of the batteries, by name.
  Map<String, Long> batteries() throws IndexException {
    Map<String, Long> batteries = new TreeMap<>();
    try (Rows rows = database.rows("SELECT name, id FROM battery")) {
      while (rows.next()) {
        batteries.put(rows.text(1), rows.number(2));
      }
    }
    return batteries;
  }

  /// Where each battery is, by name.
  Map<String, Chain> chains() throws IndexException {
    Map<String, Chain> chains = new TreeMap<>();
    try (Rows rows = database.rows("SELECT name, chain FROM battery")) {
      while (rows.next()) {
        chains.put(rows.text(1), ChainState.read(rows.text(1), rows.bytes(2)));
      }
    }
    return chains;
  }

  void putChain(String battery, Chain chain) throws IndexException {
    try (Command put = database.command(PUT_BATTERY)) {
      put.runWith(battery, ChainState.bytes(battery, chain));
    }
  }

  /// Adds all cells, and keeps where each battery is.
  void add(Aggregator aggregator) throws IndexException {
    for (Map.Entry<String, Aggregator.Battery> entry : aggregator.batteries().entrySet()) {
      putChain(entry.getKey(), entry.getValue().chain());
    }
    Map<String, Long> ids = batteries();
    for (Map.Entry<String, Aggregator.Battery> entry : aggregator.batteries().entrySet()) {
      add(ids.getOrDefault(entry.getKey(), -1L), entry.getValue().cells());
    }
  }

  /// Adds all cells and forgets them there, if they are more than so many.
  void addAbove(Aggregator aggregator, int cells) throws IndexException {
    if (aggregator.size() > cells) {
      add(aggregator);
      aggregator.clearCells();
    }
  }

  /// Adds the cells of one battery.
  void add(long battery, Collection<Cell> added) throws IndexException {
    try (Command cells = database.command(ADD_CELL);
        Command values = database.command(ADD_VALUE)) {
      for (Cell cell : added) {
        add(battery, cell, cells, values);
      }
    }
  }

  private static void add(long id, Cell cell, Command cells, Command values) throws IndexException {
    cells.run(
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
        values.run(
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

  /// Removes the cells that have to do with no sample from a number on.
  void removeBefore(long seq) throws IndexException {
    try (Command values = database.command("DELETE FROM value WHERE last_seq < ?");
        Command cells = database.command("DELETE FROM cell WHERE last_seq < ?")) {
      values.run(seq);
      cells.run(seq);
    }
  }

  /// Removes a cell and its values.
  void remove(long battery, long start) throws IndexException {
    try (Command cells = database.command("DELETE FROM cell WHERE battery = ? AND start = ?");
        Command values = database.command("DELETE FROM value WHERE battery = ? AND start = ?")) {
      cells.run(battery, start);
      values.run(battery, start);
    }
  }

  /// Removes a battery that has no cells.
  void removeBattery(String name) throws IndexException {
    try (Command remove = database.command("DELETE FROM battery WHERE name = ?")) {
      remove.runWith(name);
    }
  }

  /// All cells: battery, start, and the numbers of the first and the last sample that had to do
  /// with it.
  Rows cells() throws IndexException {
    return database.rows("SELECT battery, start, first_seq, last_seq FROM cell");
  }

  /// The samples that have to do with the cells between two moments, both not included.
  Optional<SeqSpan> samplesWithin(long battery, long after, long before) throws IndexException {
    try (Rows rows = database.rows(SEQS_WITHIN, battery, after, before)) {
      OptionalLong first = rows.next() ? rows.numberIfAny(1) : OptionalLong.empty();
      if (first.isEmpty()) {
        return Optional.empty();
      }
      if (rows.number(3) > 0) {
        throw IndexException.damaged();
      }
      return Optional.of(new SeqSpan(first.getAsLong(), rows.number(2)));
    }
  }

  /// The cells before a sample, the latest first: number of the first sample, how many samples.
  Rows cellsBefore(long battery, long seq) throws IndexException {
    return database.rows(CELLS_BEFORE, battery, seq);
  }

  /// Where the first and the last cell begin that have samples: milliseconds since 1970.
  Optional<Bounds> bounds(long battery) throws IndexException {
    try (Rows rows = database.rows(HOURS, battery)) {
      OptionalLong first = rows.next() ? rows.numberIfAny(1) : OptionalLong.empty();
      return first.isEmpty()
          ? Optional.empty()
          : Optional.of(new Bounds(first.getAsLong(), rows.number(2)));
    }
  }

  /// Two moments in milliseconds since 1970.
  record Bounds(long first, long last) {}

  @Override
  public void close() throws IndexException {
    database.close();
  }
}
