package cellwarden.journal.history;

import cellwarden.journal.KnownPart;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an index knows of itself and of the journal's files.
record IndexNotes(Database database) {

  private static final String FIELDS = "fields";
  private static final String DAMAGED = "damaged";
  private static final long NO_SEQ = -1;
  private static final String SEPARATOR = "\n";
  private static final String TABLES = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

  long version() throws IndexException {
    return database.number("PRAGMA user_version").orElse(0);
  }

  void putVersion(int version) throws IndexException {
    database.execute("PRAGMA user_version = " + version);
  }

  long tables() throws IndexException {
    return database.number(TABLES).orElse(0);
  }

  /// The fields that it was made for.
  Optional<String> fields() throws IndexException {
    return meta(FIELDS);
  }

  void putFields(String names) throws IndexException {
    putMeta(FIELDS, names);
  }

  /// How far it has come; empty if it has not begun.
  Optional<IndexPosition> position() throws IndexException {
    Optional<String> text = meta(IndexPosition.NAME);
    return text.isEmpty() ? Optional.empty() : Optional.of(IndexPosition.parse(text.get()));
  }

  void putPosition(IndexPosition position) throws IndexException {
    putMeta(IndexPosition.NAME, position.text());
  }

  /// The files that could not be read to their end.
  List<DamagedPart> damaged() throws IndexException {
    return meta(DAMAGED).filter(text -> !text.isEmpty()).stream()
        .flatMap(text -> List.of(text.split(SEPARATOR, -1)).stream())
        .map(DamagedPart::parse)
        .toList();
  }

  void putDamaged(Collection<DamagedPart> parts) throws IndexException {
    putMeta(DAMAGED, parts.stream().map(DamagedPart::text).collect(Collectors.joining(SEPARATOR)));
  }

  private Optional<String> meta(String name) throws IndexException {
    try (Rows rows = database.rows("SELECT value FROM meta WHERE name = ?", name)) {
      return rows.next() ? Optional.of(rows.text(1)) : Optional.empty();
    }
  }

  private void putMeta(String name, String value) throws IndexException {
    try (Command put = database.command("INSERT OR REPLACE INTO meta VALUES (?, ?)")) {
      put.runWith(name, value);
    }
  }

  /// Forgets all of the journal.
  void clear() throws IndexException {
    try (Command remove = database.command("DELETE FROM meta WHERE name <> ?")) {
      remove.runWith(FIELDS);
    }
  }

  /// The rotated files that were put there last.
  Set<KnownPart> parts() throws IndexException {
    Set<KnownPart> parts = new HashSet<>();
    try (Rows rows = database.rows("SELECT name, size, first_seq FROM part")) {
      while (rows.next()) {
        parts.add(new KnownPart(rows.text(1), rows.number(2), rows.numberIfAny(3)));
      }
    }
    return parts;
  }

  void putParts(Set<KnownPart> parts) throws IndexException {
    database.execute("DELETE FROM part");
    try (Command put = database.command("INSERT INTO part VALUES (?, ?, nullif(?, ?))")) {
      for (KnownPart part : parts) {
        put.runWith(part.name(), part.size(), part.firstSeq().orElse(NO_SEQ), NO_SEQ);
      }
    }
  }
}
