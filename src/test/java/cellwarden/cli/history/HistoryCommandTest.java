package cellwarden.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The journal has five samples, ten seconds apart, around 12 o'clock in Berlin.
final class HistoryCommandTest {

  private static final String JOURNAL =
      """
      {"seq":1,"time":"2026-06-01T09:59:50.000Z","battery":"myBattery","voltage":13.2,"current":-1.0,"power":-13.2,"soc":80,"cells":[3.3,3.301],"cell_delta":0.001,"temperatures":[21.4],"charge_fet":true,"link":{"attempts":1,"connect_ms":400,"read_ms":90}}
      {"seq":2,"time":"2026-06-01T10:00:00.000Z","battery":"myBattery","voltage":13.2,"current":-1.0,"power":-13.2,"soc":80,"cells":[3.3,3.301],"cell_delta":0.001,"temperatures":[21.4],"charge_fet":true,"link":{"attempts":1,"connect_ms":400,"read_ms":90}}
      {"time":"2026-06-01T10:00:05.000Z","battery":"myBattery","fault":{"kind":"no_response","detail":"register 03: no answer"}}
      {"seq":3,"time":"2026-06-01T10:00:10.000Z","battery":"myBattery","voltage":13.4,"current":3.0,"power":40.2,"soc":81,"cells":[3.35,3.352],"cell_delta":0.002,"temperatures":[21.5],"charge_fet":true,"link":{"attempts":2,"connect_ms":900,"read_ms":90}}
      {"seq":4,"time":"2026-06-01T10:00:20.000Z","battery":"myBattery","voltage":13.5,"current":3.0,"power":40.5,"soc":81,"cells":[3.37,3.372],"cell_delta":0.002,"temperatures":[21.6],"charge_fet":false,"link":{"attempts":1,"connect_ms":400,"read_ms":90}}
      """;

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void writeTheJournal() throws IOException {
    journal = folder.resolve("bms_data.jsonl");
    Files.writeString(journal, JOURNAL);
  }

  /// From -13.2 to 40.2 W in 10 s the power is 0 after 2.472 s: 16.31 Ws out and 151.31 Ws in. With
  /// 132 Ws out and 403.5 Ws in beside them that is 0.0412 Wh and 0.1541 Wh.
  @Test
  void sumsUpEachInterval() {
    assertThat(history("--every", "1h", "--format", "csv", "--fields", "voltage,soc").out())
        .isEqualTo(
            """
            time,battery,samples,voltage_min,voltage_mean,voltage_max,voltage_last,soc_min,soc_mean,soc_max,soc_last,energy_in,energy_out,covered,suspect_values
            2026-06-01T11:00:00+02:00,myBattery,1,13.2,13.2,13.2,13.2,80,80.0,80,80,0.0,0.037,0.0028,0
            2026-06-01T12:00:00+02:00,myBattery,3,13.2,13.366667,13.5,13.5,80,80.666667,81,81,0.154,0.005,0.0056,0
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void writesDecimalsWithAComma() {
    String[] question = {"--every", "1h", "--fields", "voltage", "--decimal", "comma"};
    assertThat(history(with(question, "--format", "csv")).out())
        .contains(
            "2026-06-01T11:00:00+02:00;myBattery;1;13,2;13,2;13,2;13,2;0,0;0,037;0,0028;0\r\n");
    assertThat(history(with(question, "--format", "json")))
        .isEqualTo(
            new Cli.Result(
                2, "", "cellwarden: --decimal is for csv; add --format csv or leave it out.\n"));
    assertThat(history("--format", "csv", "--decimal", ",").err())
        .contains("expected point or comma, found ','");
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void showsATableToPeople() {
    assertThat(history("--every", "1d", "--fields", "voltage,soc"))
        .isEqualTo(
            new Cli.Result(
                0,
                """
                                            Voltage, V    State of charge, %   Energy, kWh
                Time          min   mean    max   last  min  mean  max  last     in    out  covered, %
                2026-06-01  13.20  13.33  13.50  13.50   80  80.5   81    81  0.000  0.000         0.0
                Total       13.20  13.33  13.50  13.50   80  80.5   81    81  0.000  0.000         0.0
                """,
                ""));
  }

  /// Marked by who wrote it, or beyond what can be.
  @ParameterizedTest
  @CsvSource({
    "'\"temperatures\":[21.5]','\"temperatures\":[21.5],\"suspect\":[\"voltage\"]'",
    "'\"voltage\":13.4,','\"voltage\":1340,'",
  })
  void leavesSuspectValuesOutAndSaysSo(String good, String suspect) throws IOException {
    Files.writeString(journal, JOURNAL.replace(good, suspect));
    Cli.Result result = history("--every", "1d", "--format", "jsonl", "--fields", "voltage,soc");
    assertThat(result.out())
        .contains("\"voltage_mean\":13.3,\"voltage_max\":13.5", "\"suspect_values\":1}")
        .contains("\"soc_mean\":80.5");
    assertThat(result.err()).contains("1 suspect value is left out (voltage 1)");
  }

  @Test
  void showsSamples() {
    assertThat(
            history("--since", "2026-06-01T12:00:10", "--fields", "soc,cells,temperatures.1").out())
        .isEqualTo(
            """
            Time                 State of charge, %     Cells, V  Temperature 1, \u00b0C
            2026-06-01 12:00:10                  81  3.350 3.352               21.5
            2026-06-01 12:00:20                  81  3.370 3.372               21.6
            """);
  }

  @Test
  void givesLinesAsTheyStand() throws IOException {
    List<String> samples = JOURNAL.lines().filter(line -> line.startsWith("{\"seq\"")).toList();
    assertThat(history("--format", "jsonl").out().lines()).isEqualTo(samples);
    assertThat(history("--format", "json").out())
        .isEqualTo("[\n" + String.join(",\n", samples) + "\n]\n");
  }

  @Test
  void givesTheFieldsThatWereNamed() {
    assertThat(
            history("--until", "2026-06-01T12:00", "--format", "jsonl", "--fields", "soc,link.rssi")
                .out())
        .isEqualTo(
            "{\"time\":\"2026-06-01T09:59:50.000Z\",\"battery\":\"myBattery\",\"soc\":80,\"link.rssi\":null}\n");
  }

  @Test
  void givesLineProtocol() {
    assertThat(
            history(
                    "--since=2026-06-01T10:00:20Z",
                    "--format=influx",
                    "--fields=soc,cells,charge_fet")
                .out())
        .isEqualTo(
            "cellwarden,battery=myBattery soc=81i,cells.1=3.37,cells.2=3.372,charge_fet=false 1780308020000000000\n");
  }

  @Test
  void givesIntervalsAsFloats() {
    assertThat(history("--every=1d", "--format=influx", "--fields=soc").out())
        .isEqualTo(
            "cellwarden,battery=myBattery samples=4i,soc_min=80.0,soc_mean=80.5,soc_max=81.0,soc_last=81.0,"
                + "energy_in=0.154,energy_out=0.041,covered=0.0003,suspect_values=0i 1780264800000000000\n");
  }

  @ParameterizedTest
  @CsvSource({"png, day", "svg, night"})
  void plots(String format, String theme) throws IOException {
    Path plot = folder.resolve("plot." + format);
    assertThat(history("--output", plot.toString(), "--theme", theme).out())
        .isEqualTo("wrote " + plot + "\n");
    assertThat(Files.size(plot)).isGreaterThan(5_000);
  }

  @Test
  void saysTheSameWithoutSummaries() throws IOException {
    Path segment = folder.resolve("bms_data-2026-06-01.jsonl");
    Files.move(journal, segment);
    String[] day = {"--every", "1d", "--format", "json"};
    List<String> without = new ArrayList<>(List.of(day));
    without.add("--no-index");
    assertThat(history(without.toArray(String[]::new))).isEqualTo(history(day));
    assertThat(folder.resolve("bms_data-2026-06-01.jsonl.summary")).exists();
  }

  @Test
  void needsTheNameWhereThereAreSeveral() throws IOException {
    Files.writeString(journal, JOURNAL + JOURNAL.replace("myBattery", "shed"));
    assertThat(history("--every", "1d").err())
        .isEqualTo(
            "cellwarden: journal "
                + journal
                + " has several batteries; name one of myBattery, shed.\n");
    assertThat(history("shed", "--format", "jsonl").out().lines())
        .hasSize(4)
        .allMatch(line -> line.contains("shed"));
    assertThat(history("attic").err())
        .isEqualTo(
            "cellwarden: journal " + journal + " has no battery attic; it has myBattery, shed.\n");
  }

  @Test
  void saysWhatThereIsInsteadOfNothing() {
    Cli.Result result = history("--since", "2026-07-01", "--until", "2026-07-02");
    assertThat(result.status()).isZero();
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: nothing was journalled from 2026-07-01 00:00:00 to 2026-07-02 00:00:00;"
                + " the journal has 2026-06-01 11:59:50 to 2026-06-01 12:00:20;"
                + " say another time with --since and --until.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fields=volage | --fields: there is no volage; did you mean voltage?",
        "--fields=cells --every=1h | --fields: cells is no number; name one of its items, such as cells.1, or leave --every out.",
        "--fields=balancing --every=1h | --fields: balancing is no number; leave --every out.",
        "--every=0mo | --every: an interval is at least 1mo.",
        "--every=1q | --every: expected a duration such as 500ms, 10s, 1m30s, 1h, 1d or 2w, found \"1q\"; 1mo and 1y do as well.",
        "--samples --every=1h | --samples and --every exclude each other.",
        "--faults --fields=soc | --faults goes with neither --every nor --samples nor --fields.",
        "--samples --format=svg | a plot shows intervals; leave --samples out.",
        "--events --fields=soc | --events goes with neither --every nor --samples nor --fields.",
        "--events --event=3 | --faults, --events and --event exclude each other.",
        "--event=3 --since=1d | --event finds its time by itself; leave --since and --until out.",
        "--event=3 --format=csv | --event has lines of several kinds; take --format table, json or jsonl.",
        "--fields=software_version --format=svg | --fields: software_version is no number.",
        "--every=36h | --every: an interval is at least 1s, and whole days or less than one, such as 10m, 1h, 1d or 7d.",
        "--since=lately | --since: expected so long ago, such as 7d, or a moment such as today, 2026-06 or 2026-06-01T12:00, found \"lately\".",
        "--since=1h --until=2h | --since must be before --until.",
        "--zone=Mars | --zone takes a time zone such as Europe/Berlin or UTC, not Mars.",
        "--since=2026-02-30 | --since: expected so long ago, such as 7d, or a moment such as today, 2026-06 or 2026-06-01T12:00, found \"2026-02-30\".",
        "--fields=, | --fields: name one at least, such as soc.",
        "--output=week.xlsx | --output: the ending of week.xlsx is that of no format; add --format, or name it .csv, .json, .jsonl, .influx, .png, .svg or .txt.",
        "--theme=dusk | --theme is day or night, not dusk.",
      })
  void refusesWhatMakesNoSense(String arguments, String sentence) {
    Cli.Result result = Cli.run(("history --journal " + journal + " " + arguments).split(" ", -1));
    assertThat(result).isEqualTo(new Cli.Result(2, "", "cellwarden: " + sentence + "\n"));
  }

  @Test
  void takesAFieldOnceAndWithBlanks() {
    assertThat(
            history("--until", "2026-06-01 12:00", "--format=csv", "--fields", "soc, soc,seq")
                .out())
        .isEqualTo("time,battery,soc,seq\r\n2026-06-01T09:59:50.000Z,myBattery,80,1\r\n");
    assertThat(history("--every=1d", "--format=csv", "--fields", "soc,soc").out())
        .startsWith("time,battery,samples,soc_min,soc_mean,soc_max,soc_last,energy_in");
  }

  @Test
  void takesWeeks() {
    assertThat(history("--since=5000w", "--every=1w", "--fields=soc").out()).contains("2026-06-01");
  }

  @Test
  void takesTheEndingInCapitals() throws IOException {
    Path plot = folder.resolve("PLOT.SVG");
    assertThat(history("--output", plot.toString()).status()).isZero();
    assertThat(Files.readString(plot)).startsWith("<svg");
  }

  @Test
  void marksWhatIsDoubtful() throws IOException {
    Files.writeString(
        journal,
        """
        {"seq":1,"time":"2026-06-01T09:59:50.000Z","clock":"unsynchronised","battery":"myBattery","voltage":13.2,"soc":80}
        {"seq":2,"time":"2026-06-01T10:00:00.000Z","battery":"myBattery","voltage":17.2,"soc":80,"suspect":["voltage"]}
        {"seq":3,"time":"2026-06-01T10:00:10.000Z","battery":"myBattery","voltage":13.2,"soc":80}
        """);
    assertThat(history("--fields", "voltage,soc").out())
        .isEqualTo(
            """
            Time                  Voltage, V  State of charge, %
            2026-06-01 11:59:50*       13.20                  80
            2026-06-01 12:00:00       17.20*                  80
            2026-06-01 12:00:10        13.20                  80

            * The clock was not set yet, or the value cannot be or contradicts another one.
            """);
  }

  /// At 3 o'clock the clocks are set back to 2.
  @Test
  void tellsLocalTimesApartThatComeTwice() throws IOException {
    Files.writeString(
        journal,
        JOURNAL
            .replace("2026-06-01T09:59:50", "2026-10-25T00:30:00")
            .replace("2026-06-01T10:00:00", "2026-10-25T01:30:00")
            .replace("2026-06-01T10:00:10", "2026-10-25T02:30:00"));
    assertThat(history("--since=2026-10-25", "--until=2026-10-26", "--fields=soc").out())
        .isEqualTo(
            """
            Time                       State of charge, %
            2026-10-25 02:30:00+02:00                  80
            2026-10-25 02:30:00+01:00                  80
            2026-10-25 03:30:00                        81
            """);
  }

  /// A clock that was set back by 30 s after 40 s: 70 s of samples in 40 s.
  @Test
  void saysWhereMoreThanAllIsCovered() throws IOException {
    List<String> lines = new ArrayList<>();
    int[] seconds = {0, 10, 20, 30, 40, 10, 20, 30, 40, 50};
    for (int i = 0; i < seconds.length; i++) {
      lines.add(
          "{\"seq\":%d,\"time\":\"2026-06-01T10:00:%02d.000Z\",\"battery\":\"a\",\"power\":1.0}"
              .formatted(i + 1, seconds[i]));
    }
    Files.write(journal, lines);
    assertThat(history("--every=1m", "--format=csv", "--fields=soc").out())
        .endsWith(",1.3333,0\r\n");
  }

  @Test
  void plotsWhatWasLostAtTheEnds() throws IOException {
    Path plot = folder.resolve("plot.svg");
    assertThat(
            history("--until=2026-06-02", "--fields=voltage", "--output", plot.toString()).status())
        .isZero();
    // From the first sample to the end of the day, of which 30 s are covered.
    assertThat(Files.readString(plot))
        .contains("1 Jun 2026 11:59 to 2 Jun 2026 00:00 (Europe/Berlin)", ", 0.1 % of the time");
  }

  @Test
  void plotsAYoungJournalInSeconds() throws IOException {
    Path plot = folder.resolve("plot.svg");
    history("--until=2026-06-01T12:00:30", "--fields=voltage", "--output", plot.toString());
    assertThat(Files.readString(plot))
        .contains("1 Jun 2026 11:59:50 to 1 Jun 2026 12:00:30", "mean of each second,");
  }

  @Test
  void plotsTheItemsOfAListThatThereAre() throws IOException {
    Path plot = folder.resolve("plot.svg");
    history("--fields=cells,temperatures,charge_fet", "--output", plot.toString());
    assertThat(Files.readString(plot))
        .contains(">Cells, V<", ">1<", ">2<", ">3.300 to 3.372<", ">Temperature 1, \u00b0C<")
        .contains(">Charge FET<", ">on 75.0 % of the time<")
        .doesNotContain(">3<");
  }

  /// 0.154 Wh in, 0.041 out, as above; the hours are not all known.
  @Test
  void plotsEnergyByTheIntervalThatWasSaid() throws IOException {
    Path plot = folder.resolve("plot.svg");
    history("--until=2026-06-02", "--every=1h", "--fields=energy", "--output", plot.toString());
    assertThat(Files.readString(plot))
        .contains(">Energy by hour, Wh<", ">0.15 Wh in, 0.04 Wh out<", ">Pale bars: ")
        .doesNotContain(">Lines: ");
  }

  @Test
  void plotsEnergyByDayUnlessFieldsWereNamed() throws IOException {
    Files.writeString(journal, JOURNAL.replace("10:00:20", "23:00:20"));
    Files.writeString(
        journal,
        "{\"seq\":5,\"time\":\"2026-06-09T10:00:00.000Z\",\"battery\":\"myBattery\",\"power\":1.0}\n",
        StandardOpenOption.APPEND);
    Path plot = folder.resolve("plot.svg");
    history("--until=2026-06-10", "--output", plot.toString());
    assertThat(Files.readString(plot)).contains(">Energy by day, Wh<", ">Current, A<");
    history("--until=2026-06-10", "--fields=voltage", "--output", plot.toString());
    assertThat(Files.readString(plot)).doesNotContain("Energy");
  }

  /// What happened within a day is not seen in a year: months instead, and temperatures.
  @Test
  void plotsAYearByDayAndItsEnergyByMonth() throws IOException {
    StringBuilder year = new StringBuilder();
    LocalDate first = LocalDate.parse("2025-06-01");
    for (int day = 0; day < 365; day++) {
      for (int hour : new int[] {0, 12}) {
        year.append(
            "{\"seq\":%d,\"time\":\"%sT%02d:00:00.000Z\",\"battery\":\"b\",\"soc\":%d,\"power\":10.0,\"temperatures\":[21.5,2%d.0]}\n"
                .formatted(
                    2 * day + hour / 12 + 1, first.plusDays(day), hour, hour + 50, hour / 6));
      }
    }
    Files.writeString(journal, year);
    Path plot = folder.resolve("plot.svg");
    history("--since=2025-06-01", "--until=2026-06-01", "--output", plot.toString());
    assertThat(Files.readString(plot))
        .contains(">Lines: mean of each day, shaded from least to greatest.", ">50 to 62, last 62<")
        .contains(">Energy by month, ", ">Temperatures, \u00b0C<", ">Jul<", ">2026<")
        .doesNotContain(">Current, A<");
  }

  /// Two days of seconds would be 172,800 points; the peak of one sample stays.
  @Test
  void thinsWhatAPlotCannotShow() throws IOException {
    Files.writeString(
        journal,
        JOURNAL.replace("2026-06-01T09:59:50", "2026-05-30T10:00:00").replace("13.4,", "15.4,"));
    Path plot = folder.resolve("plot.svg");
    Cli.Result result =
        history(
            "--since=2026-05-30", "--every=1s", "--fields=voltage", "--output", plot.toString());
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: --every gives more points than a plot can show; it has one for each 5 minutes,"
                + " with the least and the greatest value.\n");
    assertThat(Files.readString(plot))
        .contains(">13.20 to 15.40, last 13.50<", ">Lines: mean of each 5 minutes");
  }

  @Test
  void leavesNoFileOfAPlotThatHasNoRoom() throws IOException {
    List<String> fields =
        List.of(
            "voltage",
            "current",
            "power",
            "soc",
            "remaining_capacity",
            "nominal_capacity",
            "cycles",
            "cell_min",
            "cell_max",
            "cell_avg",
            "cell_delta",
            "charge_in",
            "charge_out",
            "energy_charged");
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      String values = String.join("\":%d,\"".formatted(i), fields);
      lines.add(
          "{\"seq\":%d,\"time\":\"2026-06-01T10:00:0%d.000Z\",\"battery\":\"b\",\"%s\":%d}"
              .formatted(i, i, values, i));
    }
    Files.write(journal, lines);
    List<String> before = names();
    String plot = folder.resolve("plot.png").toString();
    assertThat(history("--fields", String.join(",", fields), "--output", plot))
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "cellwarden: --fields: a PNG has no room for 14 panels; name fewer, or take --format"
                    + " svg.\n"));
    assertThat(names()).isEqualTo(before);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void saysThatThereIsNoJournal() {
    Path missing = folder.resolve("other.jsonl");
    assertThat(Cli.run("history", "--journal", missing.toString()))
        .isEqualTo(
            new Cli.Result(
                1,
                "",
                "cellwarden: there is no journal "
                    + missing
                    + "; name its current file, or the configuration that names it with -c.\n"));
  }

  @Test
  void saysThatTheOutputCannotBeWritten() {
    Cli.Result result = history("--output", folder.resolve("missing/x.csv").toString());
    assertThat(result.status()).isEqualTo(CommandException.FAILURE);
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: "
                + folder.resolve("missing/x.csv")
                + " cannot be written (there is no such file or folder); name a file in a folder that exists and is yours.\n");
  }

  @Test
  void findsTheJournalOfTheConfiguration() throws IOException {
    Path config = folder.resolve("cellwarden.yaml");
    Files.writeString(
        config,
        "batteries:\n  - name: myBattery\n    address: sim:4s\njournal:\n  path: "
            + journal
            + "\n");
    assertThat(
            Cli.run("history", "-c", config.toString(), "--since=2026-06-01", "--format=jsonl")
                .out()
                .lines())
        .hasSize(4);
  }

  @Test
  void makesTheSummariesAgain() throws IOException {
    Files.move(journal, folder.resolve("bms_data-2026-06-01.jsonl"));
    assertThat(Cli.run("journal", "reindex", journal.toString()))
        .isEqualTo(new Cli.Result(0, "summarised 1 file of " + journal + "\n", ""));
    assertThat(folder.resolve("bms_data-2026-06-01.jsonl.summary")).exists();
  }

  private Cli.Result history(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("history", "--journal", journal.toString(), "--zone", "Europe/Berlin"));
    if (List.of(more).stream().noneMatch(arg -> arg.startsWith("--since"))) {
      args.addAll(List.of("--since", "2026-06-01"));
    }
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }
}
