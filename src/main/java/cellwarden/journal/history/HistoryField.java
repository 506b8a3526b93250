package cellwarden.journal.history;

/// A value of a sample that can be asked for.
///
/// @param name as the user writes it, such as `voltage`, `cells.1` or `link.rssi`
/// @param label for a person
/// @param unit empty for counts, states and texts
/// @param digits decimals that a table for people shows
/// @param numeric whether there is a least and a greatest; states count as 1 and 0
public record HistoryField(String name, String label, String unit, int digits, boolean numeric) {

  private static final char SEPARATOR = '.';

  /// The name in the sample: `cells` of `cells.1`.
  String outer() {
    int dot = name.indexOf(SEPARATOR);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// What is asked of a list or an object: `1` of `cells.1`; empty for a whole value.
  String inner() {
    int dot = name.indexOf(SEPARATOR);
    return dot < 0 ? "" : name.substring(dot + 1);
  }
}
