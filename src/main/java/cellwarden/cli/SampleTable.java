package cellwarden.cli;

import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A sample as a table for a person.
final class SampleTable {

  private static final String ROW = "%-20s %s%n";

  private SampleTable() {}

  /// @param way the Bluetooth stack that was chosen; empty for other links
  static void print(Sample sample, Optional<StackChoice> way, PrintStream out) {
    for (Metric metric : sample.metrics()) {
      out.printf(Locale.ROOT, ROW, metric.label(), text(metric, sample.values().get(metric)));
    }
    out.printf(Locale.ROOT, ROW, "Link", link(sample.link()));
    way.ifPresent(choice -> out.printf(Locale.ROOT, ROW, "Bluetooth stack", choice));
    if (!sample.suspect().isEmpty()) {
      out.printf(
          Locale.ROOT,
          ROW,
          "Suspect",
          sample.suspect().stream().map(Metric::key).collect(Collectors.joining(", "))
              + " (cannot be, or contradicts another value)");
    }
  }

  private static String text(Metric metric, @Nullable Object value) {
    return switch (value) {
      case null -> "unknown";
      case Boolean on -> on ? "on" : "off";
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list ->
          list.stream().map(item -> number(metric, item)).collect(Collectors.joining("  "))
              + unit(metric);
      default -> number(metric, value) + unit(metric) + direction(metric, value);
    };
  }

  private static String number(Metric metric, @Nullable Object value) {
    return switch (value) {
      case null -> "unknown";
      case Double number -> String.format(Locale.ROOT, "%." + metric.digits() + "f", number);
      default -> value.toString();
    };
  }

  private static String unit(Metric metric) {
    return metric.unit().isEmpty() ? "" : " " + metric.unit();
  }

  /// The sign convention, said where it matters.
  private static String direction(Metric metric, Object value) {
    if (metric.quantity() != Metric.Quantity.CURRENT
        || !(value instanceof Double ampere)
        || ampere == 0) {
      return "";
    }
    return ampere > 0 ? " (charging)" : " (discharging)";
  }

  private static String link(Link link) {
    String text =
        String.format(
            Locale.ROOT,
            "connected in %d ms, read in %d ms",
            link.connect().toMillis(),
            link.read().toMillis());
    String attempts = link.attempts() == 1 ? "" : ", " + link.attempts() + " attempts";
    return text
        + attempts
        + (link.rssi().isPresent() ? ", " + link.rssi().getAsInt() + " dBm" : "");
  }
}
