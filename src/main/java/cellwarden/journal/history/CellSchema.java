package cellwarden.journal.history;

/// The tables of a [CellStore].
///
/// Each row of cells and values carries a proof, which SQLite writes with it and every reading
/// holds against the row: a disk may give back other bits than it was given, and SQLite itself
/// would not see it.
final class CellSchema {

  /// Any bit that is turned over in one of the columns gives another sum.
  private static final String CELL_PROOF =
      "(start + 3 * samples + 5 * energy_in + 7 * energy_out + 11 * covered + 13 * first_seq"
          + " + 17 * last_seq + 19 * battery)";

  private static final String VALUE_PROOF =
      "(sum + 3 * battery + 5 * start + 7 * count + 11 * least + 13 * greatest + 17 * last"
          + " + 19 * last_seq + 23 * field)";

  /// How many of the rows of cells are damaged.
  static final String DAMAGED_CELLS = "sum(proof IS NOT " + CELL_PROOF + ")";

  /// How many of the rows of values are damaged.
  static final String DAMAGED_VALUES = "sum(proof IS NOT " + VALUE_PROOF + ")";

  /// How many tables there are.
  static final int TABLES = 5;

  static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS part (
        name TEXT PRIMARY KEY, size INTEGER, first_seq INTEGER) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS battery (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, chain BLOB NOT NULL);
      CREATE TABLE IF NOT EXISTS cell (
        battery INTEGER, start INTEGER, samples INTEGER, energy_in INTEGER, energy_out INTEGER,
        covered INTEGER, first_seq INTEGER, last_seq INTEGER,
        proof INTEGER GENERATED ALWAYS AS %s STORED,
        PRIMARY KEY (battery, start)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS value (
        battery INTEGER, field INTEGER, start INTEGER, count INTEGER, least INTEGER,
        greatest INTEGER, sum INTEGER, last INTEGER, last_seq INTEGER,
        proof INTEGER GENERATED ALWAYS AS %s STORED,
        PRIMARY KEY (battery, field, start)) WITHOUT ROWID;
      """
          .formatted(CELL_PROOF, VALUE_PROOF);

  private CellSchema() {}
}
