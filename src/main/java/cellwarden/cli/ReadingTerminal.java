package cellwarden.cli;

import cellwarden.app.Ending;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.cli.console.Console;
import cellwarden.output.Output;
import cellwarden.text.Printable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Shows a person each reading as a line.
///
/// @param ending is asked for when nobody watches any more, as with `| head`
record ReadingTerminal(Console console, Ending ending) implements Output {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Override
  public String name() {
    return "terminal";
  }

  @Override
  public void accept(EncodedEvent encoded) {
    switch (encoded.event()) {
      case BatteryEvent.Reading reading -> console.print(line(reading.sample()));
      case BatteryEvent.Failed failed -> console.print(Printable.of(failed.fault().sentence()));
      case BatteryEvent.Incident _ -> {}
    }
    if (console.out().checkError()) {
      ending.ask();
    }
  }

  private static String line(Sample sample) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s  %s  %.2f V  %+.2f A  %+.1f W  %d %%  cells %.3f-%.3f V",
                CLOCK.format(sample.time().atZone(ZoneId.systemDefault())),
                sample.title(),
                number(sample, Metric.VOLTAGE),
                number(sample, Metric.CURRENT),
                number(sample, Metric.POWER),
                (int) number(sample, Metric.SOC),
                number(sample, Metric.CELL_MIN),
                number(sample, Metric.CELL_MAX)));
    for (Object celsius : sample.list(Metric.TEMPERATURES)) {
      line.append(
          celsius instanceof Double known
              ? String.format(Locale.ROOT, "  %.1f °C", known)
              : "  no °C");
    }
    sample.list(Metric.PROTECTIONS).forEach(label -> line.append("  ").append(label));
    return line.toString();
  }

  private static double number(Sample sample, Metric metric) {
    return sample.number(metric).orElse(Double.NaN);
  }
}
