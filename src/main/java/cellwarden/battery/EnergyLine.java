package cellwarden.battery;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The energy counters of a journalled sample.
record EnergyLine(String battery, Energy energy) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> COUNTERS = Metrics.COUNTERS.stream().map(Metric::name).toList();
  private static final double MILLIS_PER_SECOND = 1000;

  /// No battery comes near it in Wh or Ah, nor in seconds: what is above is a damaged line, and
  /// would stay in the counters for ever.
  private static final double LARGEST = 1e12;

  /// Empty for what is no sample with all counters.
  static Optional<EnergyLine> read(byte[] line) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      return read(json);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<EnergyLine> read(JsonParser json) {
    String battery = "";
    double[] counters = new double[COUNTERS.size()];
    Arrays.fill(counters, Double.NaN);
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      int counter = value.isNumeric() ? COUNTERS.indexOf(name) : -1;
      if (counter >= 0) {
        counters[counter] = json.getDoubleValue();
      } else if (value == JsonToken.VALUE_STRING && name.equals("battery")) {
        battery = json.getString();
      }
      json.skipChildren();
    }
    boolean complete =
        Arrays.stream(counters).allMatch(counter -> counter >= 0 && counter <= LARGEST);
    return complete ? Optional.of(new EnergyLine(battery, energy(counters))) : Optional.empty();
  }

  /// In the order of the table.
  private static Energy energy(double[] counters) {
    Duration covered = Duration.ofMillis(Math.round(counters[4] * MILLIS_PER_SECOND));
    return new Energy(counters[0], counters[1], counters[2], counters[3], covered);
  }
}
