package cellwarden.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.cli.Cli;
import cellwarden.cli.Json;
import cellwarden.cli.console.CommandException;
import cellwarden.config.Defaults;
import cellwarden.journal.Journal;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulatedJournalTest {

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("june.jsonl");
  }

  @Test
  void holdsOneSampleForEachInterval() throws IOException {
    Cli.Result result = write("--from", "2026-06-01T12:00Z", "--to", "2026-06-01T12:00:30.5Z");

    assertThat(result)
        .isEqualTo(new Cli.Result(0, "wrote 4 samples of myBattery to " + file + "\n", ""));
    assertThat(values("seq")).containsExactly(1.0, 2.0, 3.0, 4.0);
    assertThat(values("battery")).containsOnly("myBattery");
    assertThat(values("time"))
        .containsExactly(
            "2026-06-01T12:00:00.000Z",
            "2026-06-01T12:00:10.000Z",
            "2026-06-01T12:00:20.000Z",
            "2026-06-01T12:00:30.000Z");
  }

  @Test
  void hasTheFieldsOfASampleThatWasRead() throws IOException {
    write("--from", "2026-06-01", "--to", "2026-06-01T00:00:01", "--name", "shed");

    Map<String, @Nullable Object> written = samples().getFirst();
    Map<String, @Nullable Object> read = Json.object(Cli.run("read", "sim:4s", "--json").out());
    assertThat(written).containsEntry("battery", "shed").containsKeys(keys(read));
    assertThat(Json.map(written.get("link"))).containsOnlyKeys(keys(Json.map(read.get("link"))));
  }

  @Test
  void doesNotIncludeItsEnd() throws IOException {
    write("--from", "2026-06-01", "--to", "2026-06-02", "--interval", "1h");

    assertThat(values("time"))
        .hasSize(24)
        .startsWith("2026-06-01T00:00:00.000Z")
        .endsWith("2026-06-01T23:00:00.000Z");
  }

  @Test
  void isTheSameForTheSameBattery() throws IOException {
    String[] times = {"--from", "2026-06-01T02:00:00+02:00", "--to", "2026-06-01T06:00"};
    write(times);
    byte[] first = Files.readAllBytes(file);
    Files.delete(file);
    write(times);

    assertThat(file).hasBinaryContent(first);
  }

  @Test
  void showsADayOfSunAndHousehold() throws IOException {
    write("--battery", "sim:8s?soc=50", "--from", "2026-06-01", "--to", "2026-06-02");

    assertThat(samples()).hasSize(8640).allSatisfy(SimulatedJournalTest::assertPlausible);
    List<Double> currents = numbers("current");
    assertThat(IntStream.range(0, 6 * 360).mapToObj(currents::get))
        .allMatch(amperes -> amperes < 0);
    assertThat(currents.subList(10 * 360, 14 * 360)).anyMatch(amperes -> amperes > 5);
    List<Double> soc = numbers("soc");
    assertThat(soc.get(17 * 360)).isGreaterThan(soc.get(6 * 360) + 10);
    assertThat(soc.getLast()).isLessThan(soc.get(18 * 360));
  }

  private static void assertPlausible(Map<String, @Nullable Object> sample) {
    double voltage = number(sample, "voltage");
    double cells =
        Json.list(sample.get("cells")).stream().mapToDouble(volts -> (Double) volts).sum();
    assertThat(Json.list(sample.get("cells"))).hasSize(8);
    assertThat(voltage).isBetween(20.0, 29.2).isCloseTo(cells, within(0.01));
    assertThat(Json.list(sample.get("protections"))).isEmpty();
  }

  /// The battery's own count of its charge and ours are made of the same current.
  @Test
  void countsEnergy() throws IOException {
    write("--battery", "sim:4s?soc=50", "--from", "2026-06-01", "--to", "2026-06-02");

    List<Map<String, @Nullable Object>> all = samples();
    Map<String, @Nullable Object> first = all.getFirst();
    Map<String, @Nullable Object> last = all.getLast();
    assertThat(number(first, "energy_charged")).isZero();
    assertThat(number(first, "energy_covered")).isZero();
    assertThat(number(last, "energy_covered")).isEqualTo(86_390);
    assertThat(number(last, "charge_in") - number(last, "charge_out"))
        .isCloseTo(
            number(last, "remaining_capacity") - number(first, "remaining_capacity"), within(0.5));
    assertThat(number(last, "energy_charged") / number(last, "charge_in")).isBetween(12.8, 14.6);
    assertThat(number(last, "energy_discharged") / number(last, "charge_out"))
        .isBetween(12.0, 14.0);
  }

  @Test
  void goesOnAsAJournal() throws IOException {
    write("--from", "2026-06-01", "--to", "2026-06-02", "--interval", "1h");

    try (Journal journal = Journal.open(Defaults.journal(file))) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(25);
    }
  }

  @Test
  void leavesAFileThatExistsAsItIs() throws IOException {
    Files.writeString(file, "mine");

    assertThat(write("--from", "2026-06-01", "--to", "2026-06-02"))
        .isEqualTo(
            new Cli.Result(2, "", "cellwarden: " + file + " exists already; name another file.\n"));
    assertThat(file).hasContent("mine");
  }

  @Test
  void saysThatItsFolderIsMissing() {
    file = folder.resolve("missing/june.jsonl");

    Cli.Result result = write("--from", "2026-06-01", "--to", "2026-06-02");
    assertThat(result.status()).isEqualTo(CommandException.FAILURE);
    assertThat(result.err())
        .startsWith("cellwarden: " + file + " cannot be written (there is no such file or folder)");
  }

  @Test
  void showsHowFarItIs() {
    Cli.Result result =
        Cli.runWatched(
            "simulate",
            "--journal",
            file.toString(),
            "--from=2026-06-01",
            "--to=2026-06-02",
            "--interval=1h");

    assertThat(result.err())
        .startsWith("writing " + file + " (0 %) ...\r ")
        .contains("\rwriting " + file + " (50 %) ...")
        .endsWith(" \r");
  }

  private Cli.Result write(String... more) {
    List<String> args = new ArrayList<>(List.of("simulate", "--journal", file.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private List<Map<String, @Nullable Object>> samples() throws IOException {
    return Files.readAllLines(file).stream().map(Json::object).toList();
  }

  private List<@Nullable Object> values(String name) throws IOException {
    return samples().stream().<@Nullable Object>map(sample -> sample.get(name)).toList();
  }

  private List<Double> numbers(String name) throws IOException {
    return samples().stream().map(sample -> number(sample, name)).toList();
  }

  private static double number(Map<String, @Nullable Object> sample, String name) {
    return sample.get(name) instanceof Double number ? number : Double.NaN;
  }

  private static String[] keys(Map<String, ?> object) {
    return object.keySet().toArray(String[]::new);
  }
}
