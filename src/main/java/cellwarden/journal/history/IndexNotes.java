package cellwarden.journal.history;

import cellwarden.journal.KnownPart;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What an index knows of itself and of the journal's files.
record IndexNotes(CellStore store) {

  Optional<String> meta(String name) throws SQLException {
    try (PreparedStatement query = store.prepare("SELECT value FROM meta WHERE name = ?")) {
      query.setString(1, name);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? Optional.ofNullable(found.getString(1)) : Optional.empty();
      }
    }
  }

  void putMeta(String name, String value) throws SQLException {
    try (PreparedStatement put = store.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)")) {
      put.setString(1, name);
      put.setString(2, value);
      put.executeUpdate();
    }
  }

  /// The rotated files that were put there last.
  Set<KnownPart> parts() throws SQLException {
    Set<KnownPart> parts = new HashSet<>();
    try (PreparedStatement query = store.prepare("SELECT name, size, first_seq FROM part");
        ResultSet found = query.executeQuery()) {
      while (found.next()) {
        String name = found.getString(1);
        long size = found.getLong(2);
        long first = found.getLong(3);
        OptionalLong firstSeq = found.wasNull() ? OptionalLong.empty() : OptionalLong.of(first);
        parts.add(new KnownPart(name, size, firstSeq));
      }
    }
    return parts;
  }

  void putParts(Set<KnownPart> parts) throws SQLException {
    store.execute("DELETE FROM part");
    try (PreparedStatement put = store.prepare("INSERT INTO part VALUES (?, ?, ?)")) {
      for (KnownPart part : parts) {
        put.setString(1, part.name());
        put.setLong(2, part.size());
        if (part.firstSeq().isPresent()) {
          put.setLong(3, part.firstSeq().getAsLong());
        } else {
          put.setNull(3, Types.INTEGER);
        }
        put.executeUpdate();
      }
    }
  }
}
