package cellwarden.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// The devices that a scan heard, as a table for a person.
final class ScanTable {

  private static final String ROW = "%-22s  %-20s  %-15s  %-5s  %s%n";

  /// Longer names would push the columns apart.
  private static final int LONGEST_NAME = 20;

  /// dBm from which on a link is usually good, and from which on it usually works.
  private static final int STRONG = -65;

  private static final int FAIR = -80;

  private ScanTable() {}

  static void print(List<Found> devices, PrintStream out) {
    out.printf(Locale.ROOT, ROW, "ADDRESS", "NAME", "SIGNAL", "JBD", "WHY");
    for (Found device : devices) {
      out.printf(
          Locale.ROOT,
          ROW,
          device.address(),
          name(device),
          signal(device),
          device.recognition().verdict().label(),
          String.join(", ", device.recognition().reasons()));
    }
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
