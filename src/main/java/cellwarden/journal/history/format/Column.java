package cellwarden.journal.history.format;

/// A column of values.
///
/// @param name in files, such as `voltage` or `voltage_min`
/// @param group heading for a person over all columns of one field, with the unit; may be empty
/// @param label heading for a person of this column
/// @param digits decimals that a table for people shows
/// @param list whether each value is a list of numbers
public record Column(String name, String group, String label, int digits, boolean list) {}
