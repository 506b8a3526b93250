package cellwarden.journal.history;

import java.util.List;

/// The fields that the index holds; others are read from the journal itself.
///
/// A new one here makes every index be built anew at its next use.
final class IndexedFields {

  static final List<HistoryField> ALL =
      HistoryFields.of(
          List.of(
              "power",
              "voltage",
              "current",
              "soc",
              "remaining_capacity",
              "cycles",
              "cell_min",
              "cell_max",
              "cell_avg",
              "cell_delta",
              "temperatures.1",
              "temperatures.2",
              "temperatures.3",
              "link.rssi"));

  /// Where the power stands among them.
  static final int POWER = 0;

  private IndexedFields() {}

  /// What an index must have been made for to be of use.
  static String signature() {
    return String.join(" ", ALL.stream().map(HistoryField::name).toList());
  }
}
