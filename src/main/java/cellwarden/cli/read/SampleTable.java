package cellwarden.cli.read;

import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.render.table.Look;
import cellwarden.render.table.Look.Style;
import cellwarden.render.table.TextTable;
import cellwarden.render.table.ValueText;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A sample as a table for a person.
final class SampleTable {

  /// So that the tables of two readings look alike.
  private static final int LABELS = 19;

  private SampleTable() {}

  /// @param way the Bluetooth stack that was chosen; empty for other links
  static void print(Sample sample, Optional<StackChoice> way, PrintStream out, Look look) {
    TextTable table = TextTable.of(LABELS, 0);
    sample.metrics().stream()
        .filter(metric -> !Metric.DERIVED.contains(metric) || sample.number(metric).orElse(0) > 0)
        .forEach(metric -> table.row(metric.label(), painted(metric, sample, look)));
    table.row("Link", link(sample.link()));
    way.ifPresent(choice -> table.row("Bluetooth stack", choice.toString()));
    if (!sample.suspect().isEmpty()) {
      table.row(
          "Suspect",
          look.paint(
              Style.DOUBTFUL,
              sample.suspect().stream().map(Metric::key).collect(Collectors.joining(", "))
                  + " (cannot be, or contradicts another value)"));
    }
    table.print(out, look);
  }

  private static String painted(Metric metric, Sample sample, Look look) {
    String text = text(metric, sample.values().get(metric));
    if (metric == Metric.PROTECTIONS && !sample.list(metric).isEmpty()) {
      return look.paint(Style.ALARM, text);
    }
    return sample.suspect().contains(metric) ? look.paint(Style.DOUBTFUL, text) : text;
  }

  private static String text(Metric metric, @Nullable Object value) {
    return ValueText.measured(value, "unknown", "  ", metric.digits(), metric.unit())
        + direction(metric, value);
  }

  /// The sign convention, said where it matters.
  private static String direction(Metric metric, @Nullable Object value) {
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
