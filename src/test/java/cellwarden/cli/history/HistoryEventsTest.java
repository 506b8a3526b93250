package cellwarden.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happened, and the samples around it.
final class HistoryEventsTest {

  private static final String STARTED =
      "{\"time\":\"2026-06-01T00:20:00.000Z\",\"battery\":\"house\",\"event\":\"protection_started\",\"data\":{\"names\":[\"cell_overvoltage\"],\"cells\":[3],\"values\":{\"voltage\":14.4}},\"id\":41}";

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");

  /// Two batteries by turns, each minute, with an event at the sample 41 of `house`.
  @BeforeEach
  void write() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(sample(2 * i + 1, i, "house"));
      if (i == 20) {
        lines.add(STARTED);
      }
      lines.add(sample(2 * i + 2, i, "van"));
    }
    lines.add(
        "{\"time\":\"2026-06-01T01:00:00.000Z\",\"battery\":\"van\",\"event\":\"journal_failed\",\"data\":{\"reason\":\"full\"}}");
    journal = folder.resolve("bms_data.jsonl");
    Files.write(journal, lines);
  }

  @Test
  void listsWhatHappened() {
    assertThat(history("--events", "--since", "2026-06-01", "--until", "2026-06-02").out())
        .isEqualTo(
            """
            Time                 Id  Event                      With
            2026-06-01 00:20:00  41  house: protection_started  names cell_overvoltage, cells 3
            2026-06-01 01:00:00  -   van: journal_failed        reason full
            """);
    assertThat(history("house", "--events", "--since", "2026-06-01", "--format", "jsonl").out())
        .isEqualTo(STARTED + "\n");
    assertThat(history("van", "--events", "--since", "2026-06-01", "--format", "csv").out())
        .isEqualToNormalizingNewlines(
            """
            time,battery,id,event,data
            2026-06-01T01:00:00.000Z,van,,journal_failed,reason full
            """);
    assertThat(history("--events", "--since", "2026-06-01T02:00").err())
        .startsWith("cellwarden: nothing happened from 2026-06-01 02:00:00");
  }

  @Test
  void showsTenSamplesBeforeAnEventAndTenAfterIt() {
    List<String> lines = history("--event", "41", "--format", "jsonl").out().lines().toList();

    assertThat(lines).hasSize(22);
    assertThat(lines.getFirst()).contains("\"seq\":21,");
    assertThat(lines.get(10)).contains("\"seq\":41,");
    assertThat(lines.get(11)).isEqualTo(STARTED);
    assertThat(lines.getLast()).contains("\"seq\":61,");
    assertThat(lines).allMatch(line -> line.contains("\"battery\":\"house\""));

    assertThat(history("house", "--event", "41").out().lines())
        .hasSize(2 + 1 + 1 + 21)
        .startsWith(
            "Time                 Id  Event               With",
            "2026-06-01 00:20:00  41  protection_started  names cell_overvoltage, cells 3",
            "");
  }

  @Test
  void saysThatThereIsNoSuchEvent() {
    for (String[] args :
        List.of(new String[] {"--event", "42"}, new String[] {"van", "--event", "41"})) {
      Cli.Result result = history(args);
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "cellwarden: the journal has no event %s; 'cellwarden history --events' lists them.\n"
                  .formatted(args[args.length - 1]));
    }
  }

  private Cli.Result history(String... args) {
    List<String> all = new ArrayList<>(List.of("history"));
    all.addAll(List.of(args));
    all.addAll(List.of("--journal", journal.toString(), "--zone", "UTC"));
    return Cli.run(all.toArray(String[]::new));
  }

  private static String sample(int seq, int minute, String battery) {
    return "{\"seq\":%d,\"time\":\"2026-06-01T00:%02d:00.000Z\",\"battery\":\"%s\",\"voltage\":13.3,\"soc\":80}"
        .formatted(seq, minute, battery);
  }
}
