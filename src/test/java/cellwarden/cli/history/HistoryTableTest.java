package cellwarden.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of `history` as people see them: two months with a sample every half hour. In May the
/// battery is charged with 60 W, in June discharged with 30 W.
final class HistoryTableTest {

  private static final Instant FROM = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-07-01T00:00:00Z");
  private static final int STEP = 1800;

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void writeTheJournal() throws IOException {
    journal = folder.resolve("bms_data.jsonl");
    List<String> lines = new ArrayList<>();
    double in = 0;
    double out = 0;
    long covered = 0;
    for (Instant time = FROM; !time.isAfter(TO); time = time.plusSeconds(STEP)) {
      boolean charging = !time.isAfter(JUNE);
      if (time.isAfter(FROM)) {
        in += charging ? 30 : 0;
        out += charging ? 0 : 15;
        covered += STEP;
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "{\"seq\":%d,\"time\":\"%s\",\"battery\":\"left\",\"voltage\":13.2,\"current\":%.1f,\"power\":%.1f,"
                  + "\"soc\":80,\"cells\":[3.3,3.3,3.3,3.3],\"protections\":[%s],"
                  + "\"energy_charged\":%.1f,\"energy_discharged\":%.1f,\"energy_covered\":%d}",
              lines.size() + 1,
              time,
              charging ? 4.5 : -2.3,
              charging ? 60.0 : -30.0,
              time.equals(TO) ? "\"cell_overvoltage\"" : "",
              in,
              out,
              covered));
    }
    Files.write(journal, lines);
  }

  @Test
  void sumsUpMonths() {
    assertThat(history(Terminal.NONE, "--every=1mo", "--fields=soc").out())
        .isEqualTo(
            """
                       State of charge, %     Energy, kWh
            Time     min  mean  max  last      in     out  covered, %
            2026-05   80  80.0   80    80  44.640   0.000       100.0
            2026-06   80  80.0   80    80   0.000  21.600       100.0
            2026-07   80  80.0   80    80   0.000   0.000         0.0
            Total     80  80.0   80    80  44.640  21.600        66.3
            """);
  }

  @Test
  void keepsTheFormOfWhatProgramsRead() {
    assertThat(
            history(Terminal.of(80, 50, true), "--every=1y", "--fields=soc", "--format=csv").out())
        .startsWith(
            "time,battery,samples,soc_min,soc_mean,soc_max,soc_last,energy_in,energy_out,covered,suspect_values\r\n"
                + "2026-01-01T00:00:00Z,left,2929,80,80.0,80,80,44640.0,21600.0,");
  }

  @Test
  void drawsEnergyWhereThereIsATerminal() {
    assertThat(
            history(Terminal.of(66, 50, false), "--until=2026-07", "--every=1mo", "--fields=soc")
                .out())
        .isEqualTo(
            """
                           State of
                          charge, %     Energy, kWh
                                                     covered,
            Time     min  mean  max      in     out         %      out│in
            2026-05   80  80.0   80  44.640   0.000     100.0         │███████
            2026-06   80  80.0   80   0.000  21.600     100.0     ▐███│
            Total     80  80.0   80  44.640  21.600     100.0

            1 column more: --fields NAMES, a wider terminal, or '| less -S'.
            """);
  }

  @Test
  void titleShowsANameFromAJournalWithoutObeyingIt() throws IOException {
    Files.writeString(
        journal, Files.readString(journal).replace("\"left\"", "\"\\u001b[2Jleft\\u0007\\n\""));

    assertThat(
            history(Terminal.of(80, 24, false), "--since", "2026-05-01", "--until", "2026-06-01")
                .out())
        .contains("\\x1b[2Jleft\\x07\\n, 2026-05-01 to 2026-05-31")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 200})
  void isNoWiderThanTheTerminal(int width) {
    for (String[] question :
        new String[][] {
          {}, {"--every=1d"}, {"--samples", "--since=2026-06-30"}, {"--faults"}, {"--every=1mo"}
        }) {
      Cli.Result result = history(Terminal.of(width, 10_000, false), question);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isNotEmpty();
      assertThat(result.out().lines()).allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void paintsWhatMattersOnly() {
    String[] question = {"--since=2026-06-30T23:00", "--samples", "--fields=soc,protections"};
    String painted = history(Terminal.of(80, 50, true), question).out();
    assertThat(painted).contains("\u001b[1;31mcell_overvoltage\u001b[0m");
    assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(history(Terminal.NONE, question).out());
    assertThat(history(Terminal.of(80, 50, false), question).out()).doesNotContain("\u001b");
  }

  @Test
  void choosesIntervalsThatFillAScreen() {
    assertThat(history(Terminal.NONE).out())
        .startsWith("left, 2026-05-01 to 2026-07-01, by week (Z)\n\n")
        .contains("\n2026-04-27 ", "\nTotal ")
        .endsWith(
            "\nEach sample: --samples. Other times: --since 7d, --since 2026-06, --every 1mo.\n");
    assertThat(history(Terminal.NONE, "--since=2026-06-30", "--until=2026-07-01").out())
        .startsWith("left, 2026-06-30, by hour (Z)\n\n")
        .contains("\n00:00 ", "\n23:00 ", "\nTotal ");
    assertThat(
            history(Terminal.of(200, 24, false), "--since=2026-06-30", "--until=2026-07-01").out())
        .startsWith("left, 2026-06-30, by 2 hours (Z)\n\n");
  }

  private Cli.Result history(Terminal screen, String... more) {
    List<String> args =
        new ArrayList<>(List.of("history", "--journal", journal.toString(), "--zone", "Z"));
    if (List.of(more).stream().noneMatch(arg -> arg.startsWith("--since"))) {
      args.addAll(List.of("--since", "2026"));
    }
    args.addAll(List.of(more));
    return Cli.runAt(screen, args.toArray(String[]::new));
  }
}
