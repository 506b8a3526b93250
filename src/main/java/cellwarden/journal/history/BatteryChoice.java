package cellwarden.journal.history;

import java.nio.file.Path;
import java.util.Collection;

/// Which battery of a journal is meant.
///
/// @param journal its current file
record BatteryChoice(Path journal) {

  /// The one that was named, or the only one.
  ///
  /// @param names those that the journal has
  /// @throws HistoryException if it has none, not this one, or several and none was named
  String of(HistoryQuery query, Collection<String> names) throws HistoryException {
    if (names.isEmpty()) {
      throw new HistoryException("journal " + journal + " has no samples yet");
    }
    if (query.battery().isPresent()) {
      String name = query.battery().get();
      if (!names.contains(name)) {
        throw new HistoryException(
            "journal " + journal + " has no battery " + name + "; it has " + list(names));
      }
      return name;
    }
    if (names.size() > 1) {
      throw new HistoryException(
          "journal " + journal + " has several batteries; name one of " + list(names));
    }
    return names.iterator().next();
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names);
  }
}
