package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What may be known, worked out by hand.
final class Views {

  static final Instant NOW = Instant.parse("2026-11-22T14:00:02.123Z");

  static final String SAMPLE =
      """
      {"seq":184467,"time":"2026-11-22T14:00:00.123Z","battery":"myBattery",\
      "voltage":13.31,"current":-4.52,"power":-60.16,"soc":87,\
      "remaining_capacity":87.12,"nominal_capacity":100.0,"cycles":42,\
      "cells":[3.328,3.327,3.329,3.326],\
      "cell_min":3.326,"cell_max":3.329,"cell_avg":3.3275,"cell_delta":0.003,\
      "cell_min_number":4,"cell_max_number":3,\
      "temperatures":[21.4,-7.5,null],"balancing":[],"protections":[],\
      "charge_fet":true,"discharge_fet":true,"time_to_empty":69388}\
      """;

  private Views() {}

  static JsonObject json(String text) {
    try {
      return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  static SeenSample reading(String json) {
    return new SeenSample(json(json), false);
  }

  /// Read 2 s ago; empty in 19 h 16 min 28 s; -10 W for two minutes, then -60 W for two.
  static WatchView.Battery battery(String name, String json) {
    return new WatchView.Battery(
        name,
        name,
        Optional.of(reading(json)),
        Duration.ofSeconds(2),
        false,
        false,
        false,
        Optional.empty(),
        Map.of(
            Metric.POWER, lastMinutes(-10, -10, -60, -60),
            Metric.SOC, lastMinutes(87),
            Metric.CELL_DELTA, lastMinutes()));
  }

  /// Not read since 12 minutes.
  static WatchView.Battery lost(String name) {
    return new WatchView.Battery(
        name,
        name,
        Optional.of(reading(SAMPLE)),
        Duration.ofMinutes(12),
        true,
        true,
        false,
        Optional.of("register 03: no answer after 3 tries in 4.5 s; check the battery"),
        Map.of());
  }

  static WatchView view(WatchView.Battery... batteries) {
    return new WatchView(
        NOW,
        "from http://127.0.0.1:8080",
        Optional.empty(),
        List.of(batteries),
        List.of(
            new WatchView.Happening(
                Instant.parse("2026-11-21T09:30:00Z"), "myBattery", "link lost: failures 3"),
            new WatchView.Happening(
                Instant.parse("2026-11-22T13:59:00Z"), "van", "link back: seconds 60"),
            new WatchView.Happening(
                Instant.parse("2026-11-22T13:58:00Z"), "myBattery", "balancing started")));
  }

  private static List<OptionalDouble> lastMinutes(double... values) {
    List<OptionalDouble> minutes =
        new ArrayList<>(Collections.nCopies(Hour.MINUTES - values.length, OptionalDouble.empty()));
    for (double value : values) {
      minutes.add(OptionalDouble.of(value));
    }
    return minutes;
  }
}
