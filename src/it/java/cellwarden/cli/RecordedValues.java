package cellwarden.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values that a file of recorded answers states for them, under the names of the sample.
final class RecordedValues {

  /// Recorded names, whose units are in them, and those of the sample.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("voltage_v", "voltage"),
          Map.entry("current_a", "current"),
          Map.entry("remaining_ah", "remaining_capacity"),
          Map.entry("nominal_ah", "nominal_capacity"),
          Map.entry("cycles", "cycles"),
          Map.entry("production_date", "production_date"),
          Map.entry("balancing_cells", "balancing"),
          Map.entry("protections", "protections"),
          Map.entry("software_version", "software_version"),
          Map.entry("soc_pct", "soc"),
          Map.entry("charge_fet_on", "charge_fet"),
          Map.entry("discharge_fet_on", "discharge_fet"),
          Map.entry("temperatures_c", "temperatures"),
          Map.entry("cells_v", "cells"),
          Map.entry("cell_min_v", "cell_min"),
          Map.entry("cell_max_v", "cell_max"),
          Map.entry("cell_delta_v", "cell_delta"),
          Map.entry("hardware_name", "hardware_version"));

  /// What the sample must hold besides.
  static final List<String> ALWAYS_THERE = List.of("seq", "time", "battery", "link");

  private RecordedValues() {}

  /// The stated values of each recording, by its id.
  static Map<String, Map<String, Object>> read(Path file) throws IOException {
    Map<String, Map<String, Object>> byId = new HashMap<>();
    for (Object vector :
        ExactJson.list(ExactJson.get(ExactJson.object(Files.readString(file)), "vectors"))) {
      Map<String, Object> recording = ExactJson.map(vector);
      if (recording.containsKey("expect")) {
        byId.put(
            ExactJson.get(recording, "id").toString(),
            ExactJson.map(ExactJson.get(recording, "expect")));
      }
    }
    return byId;
  }

  /// What a sample must hold after these recordings: what they state, and what follows from that.
  static Map<String, Object> of(List<String> ids, Map<String, Map<String, Object>> byId) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("hardware_version", ExactJson.NULL);
    for (String id : ids) {
      ExactJson.get(byId, id)
          .forEach((name, value) -> {
            if (NAMES.containsKey(name)) {
              wanted.put(ExactJson.get(NAMES, name), value);
            }
          });
    }
    List<Object> cells = ExactJson.list(ExactJson.get(wanted, "cells"));
    wanted.put("cell_min_number", Exact.of(1 + cells.indexOf(wanted.get("cell_min"))));
    wanted.put("cell_max_number", Exact.of(1 + cells.indexOf(wanted.get("cell_max"))));
    wanted.put("cell_avg", average(cells));
    wanted.put("power", power(wanted));
    return wanted;
  }

  private static BigDecimal average(List<Object> cells) {
    BigDecimal sum =
        cells.stream().map(BigDecimal.class::cast).reduce(BigDecimal.ZERO, BigDecimal::add);
    return Exact.of(sum.divide(BigDecimal.valueOf(cells.size()), 4, RoundingMode.HALF_UP));
  }

  private static BigDecimal power(Map<String, Object> wanted) {
    BigDecimal voltage = (BigDecimal) ExactJson.get(wanted, "voltage");
    BigDecimal current = (BigDecimal) ExactJson.get(wanted, "current");
    return Exact.of(voltage.multiply(current).setScale(2, RoundingMode.HALF_UP));
  }
}
