package cellwarden.cli;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/// A sample as one line for a person who watches.
final class ReadingLine {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private ReadingLine() {}

  static String of(Sample sample, ZoneId zone) {
    String line =
        String.format(
            Locale.ROOT,
            "%s  %s  %.2f V  %+.2f A  %+.1f W  %d %%  cells %.3f-%.3f V",
            CLOCK.format(sample.time().atZone(zone)),
            sample.battery(),
            number(sample, Metric.VOLTAGE),
            number(sample, Metric.CURRENT),
            number(sample, Metric.POWER),
            (int) number(sample, Metric.SOC),
            number(sample, Metric.CELL_MIN),
            number(sample, Metric.CELL_MAX));
    return line
        + sample.list(Metric.TEMPERATURES).stream()
            .map(Double.class::cast)
            .map(celsius -> String.format(Locale.ROOT, "  %.1f °C", celsius))
            .collect(Collectors.joining())
        + sample.list(Metric.PROTECTIONS).stream()
            .map(label -> "  " + label)
            .collect(Collectors.joining());
  }

  private static double number(Sample sample, Metric metric) {
    return sample.number(metric).orElse(Double.NaN);
  }
}
