package cellwarden.journal.history;

import cellwarden.battery.Metric;

/// A value of a sample that can be asked for.
///
/// @param name as the user writes it, such as `voltage`, `cells.1` or `link.rssi`
/// @param label for a person
/// @param unit empty for counts, states and texts
/// @param digits decimals that a table for people shows
public record HistoryField(String name, String label, String unit, int digits, Metric.Kind kind) {

  private static final char SEPARATOR = '.';

  /// Whether there is a least and a greatest; on and off count as 1 and 0.
  public boolean numeric() {
    return switch (kind) {
      case NUMBER, FLAG -> true;
      case NUMBERS, TEXT, TEXTS, DATE -> false;
    };
  }

  /// Whether each item can be asked for by its number, as `cells.1`: of what is measured in several
  /// places, not of a list of those places.
  public boolean hasItems() {
    return kind == Metric.Kind.NUMBERS && !unit.isEmpty();
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
