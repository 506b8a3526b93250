package cellwarden.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The devices that a scan heard, as a table for a person.
final class ScanTable {

  /// Longer names would push the columns apart.
  private static final int LONGEST_NAME = 20;

  /// dBm from which on a link is usually good, and from which on it usually works.
  private static final int STRONG = -65;

  private static final int FAIR = -80;

  private ScanTable() {}

  static void print(List<Found> devices, PrintStream out) {
    List<List<String>> rows =
        Stream.concat(
                Stream.of(List.of("ADDRESS", "NAME", "SIGNAL", "JBD", "WHY")),
                devices.stream().map(ScanTable::row))
            .toList();
    int last = rows.getFirst().size() - 1;
    for (List<String> row : rows) {
      for (int column = 0; column < last; column++) {
        out.printf(Locale.ROOT, "%-" + (width(rows, column) + 2) + "s", row.get(column));
      }
      out.println(row.get(last));
    }
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static List<String> row(Found device) {
    List<String> reasons = device.recognition().reasons();
    return List.of(
        device.address().toString(),
        name(device),
        signal(device),
        device.recognition().verdict().label(),
        reasons.isEmpty() ? "-" : String.join(", ", reasons));
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
