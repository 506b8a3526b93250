package cellwarden.cli;

import cellwarden.battery.Metric;
import cellwarden.cli.frame.RecordedNames;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The values that a file of recorded answers states for them, under the names of the sample.
final class RecordedValues {

  private static final Set<String> PUBLISHED =
      Stream.of(Metric.values()).map(Metric::key).collect(Collectors.toSet());

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
            String ours = RecordedNames.OURS.getOrDefault(name, name);
            if (PUBLISHED.contains(ours)) {
              wanted.put(ours, value);
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
