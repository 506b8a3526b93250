package cellwarden.journal.history;

/// A value of a sample that can be asked for.
///
/// @param name as the user writes it, such as `voltage`, `cells.1` or `link.rssi`
/// @param label for a person
/// @param unit empty for counts, states and texts
/// @param digits decimals that a table for people shows
public record HistoryField(String name, String label, String unit, int digits, Kind kind) {

  private static final char SEPARATOR = '.';

  /// What the values are.
  public enum Kind {
    NUMBER,
    /// On or off; counts as 1 and 0.
    SWITCH,
    TEXT,
    LIST
  }

  /// Whether there is a least and a greatest.
  public boolean numeric() {
    return switch (kind) {
      case NUMBER, SWITCH -> true;
      case TEXT, LIST -> false;
    };
  }

  /// The name in the sample: `cells` of `cells.1`.
  public String outer() {
    int dot = name.indexOf(SEPARATOR);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// What is asked of a list or an object: `1` of `cells.1`; empty for a whole value.
  public String inner() {
    int dot = name.indexOf(SEPARATOR);
    return dot < 0 ? "" : name.substring(dot + 1);
  }
}
