package cellwarden.cli;

import cellwarden.battery.Sample;
import cellwarden.protocol.Protection;
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
            sample.basic().voltage(),
            sample.basic().current(),
            sample.basic().power(),
            sample.basic().soc(),
            sample.cells().min(),
            sample.cells().max());
    return line + temperatures(sample) + alarms(sample);
  }

  private static String temperatures(Sample sample) {
    return sample.basic().temperatures().stream()
        .map(celsius -> String.format(Locale.ROOT, "  %.1f °C", celsius))
        .collect(Collectors.joining());
  }

  private static String alarms(Sample sample) {
    return sample.basic().protections().stream()
        .map(Protection::label)
        .map(label -> "  " + label)
        .collect(Collectors.joining());
  }
}
