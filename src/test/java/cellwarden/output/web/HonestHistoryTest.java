package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.json.JsonObject;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a history leaves out, it says.
final class HonestHistoryTest {

  private static final String HISTORY =
      "/api/v1/history?battery=house&metric=voltage"
          + "&from=1970-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

  private static final String EVENTS = "/api/v1/events?from=1970-01-01T00:00:00Z";

  @TempDir private Path folder;

  @Test
  void suspectValuesAreCountedWhereTheyAreLeftOut() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      Sample sample = Samples.aSample("house");
      site.add(
          new BatteryEvent.Reading(
              new Sample(
                  sample.seq(),
                  sample.time().plusSeconds(30),
                  true,
                  "house",
                  sample.values(),
                  Set.of(Metric.VOLTAGE),
                  sample.link(),
                  0)));
      JsonObject total =
          JsonObject.parse(site.get(HISTORY).body().getBytes(StandardCharsets.UTF_8))
              .object("total")
              .orElseThrow();
      assertThat(total.whole("samples")).hasValue(2);
      assertThat(total.whole("suspect_values")).hasValue(1);
      assertThat(site.get(HISTORY + "&format=csv").body().lines().findFirst().orElseThrow())
          .endsWith(",samples,suspect_values");
    }
  }

  @Test
  void damagedLinesOfTheTimeAreCounted() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      assertThat(site.get(HISTORY).body()).contains("\"damaged_lines\":0,\"damaged_files\":[]");
      Files.writeString(
          folder.resolve("bms_data.jsonl"),
          "{\"seq\":2,\"time\":\"2026-11\u0000\n",
          StandardOpenOption.APPEND);
      site.add(Samples.aReading("house"));
      for (String path : List.of(HISTORY, HISTORY.replace("history", "samples"), EVENTS)) {
        assertThat(site.get(path).body()).as(path).contains("\"damaged_lines\":1");
      }
    }
  }
}
