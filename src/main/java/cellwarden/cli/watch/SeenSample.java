package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import cellwarden.json.JsonObject;
import cellwarden.render.table.ValueText;
import cellwarden.text.Printable;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A sample as it came, wherever from.
///
/// @param json as the journal has it
/// @param turned whether current and power came negative while charging
record SeenSample(JsonObject json, boolean turned) {

  /// A number in the metric's unit, positive while charging; empty where it is unknown.
  OptionalDouble number(Metric metric) {
    OptionalDouble said = json.number(metric.key());
    boolean turns = turned && (metric == Metric.CURRENT || metric == Metric.POWER);
    return turns && said.isPresent() ? OptionalDouble.of(0 - said.getAsDouble()) : said;
  }

  /// The items of a list; empty where it is unknown.
  List<@Nullable Object> list(Metric metric) {
    return json.list(metric.key()).orElse(List.of());
  }

  /// The number with its unit; `unknown` where it is, and with a question mark where it is in
  /// doubt.
  String text(Metric metric) {
    OptionalDouble number = number(metric);
    if (number.isEmpty()) {
      return "unknown";
    }
    return ValueText.number(number.getAsDouble(), metric.digits())
        + (metric.unit().isEmpty() ? "" : " " + metric.unit())
        + (isInDoubt(metric) ? " ?" : "");
  }

  /// The texts of a list, harmless for the terminal.
  List<String> texts(String name) {
    return json.texts(name).stream().map(Printable::of).toList();
  }

  /// Whether a FET is on; `unknown` where it is.
  String flag(Metric metric) {
    return ValueText.forPeople(
        json.value(metric.key()).orElse(null), "unknown", " ", it -> Printable.of(it.toString()));
  }

  /// Whether a value is suspect, or follows from one that is.
  boolean isInDoubt(Metric metric) {
    List<String> suspect = texts("suspect");
    return suspect.contains(metric.key())
        || metric.sources().stream().anyMatch(source -> suspect.contains(source.key()));
  }
}
