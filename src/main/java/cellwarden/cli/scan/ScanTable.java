package cellwarden.cli.scan;

import cellwarden.render.table.TextTable;
import java.io.PrintStream;
import java.util.List;

/// The devices that a scan heard, as a table for a person.
final class ScanTable {

  /// Longer names would push the columns apart.
  private static final int LONGEST_NAME = 20;

  /// dBm from which on a link is usually good, and from which on it usually works.
  private static final int STRONG = -65;

  private static final int FAIR = -80;

  private ScanTable() {}

  static void print(List<Found> devices, PrintStream out) {
    TextTable table = TextTable.of(0, 0, 0, 0, 0).row("ADDRESS", "NAME", "SIGNAL", "JBD", "WHY");
    for (Found device : devices) {
      List<String> reasons = device.recognition().reasons();
      table.row(
          device.address().toString(),
          name(device),
          signal(device),
          device.recognition().verdict().label(),
          reasons.isEmpty() ? "-" : String.join(", ", reasons));
    }
    table.print(out);
  }

  /// Whatever comes over the air must not steer the terminal.
  private static String name(Found device) {
    String name = device.heard().name().orElse("-").replaceAll("\\p{C}", "?");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
  }

  /// Who is connected to a program here cannot be heard.
  private static String signal(Found device) {
    if (device.heard().connected()) {
      return "in use here";
    }
    if (device.heard().rssi().isEmpty()) {
      return "unknown";
    }
    int rssi = device.heard().rssi().getAsInt();
    return rssi + " dBm " + (rssi >= STRONG ? "strong" : rssi >= FAIR ? "fair" : "weak");
  }
}
