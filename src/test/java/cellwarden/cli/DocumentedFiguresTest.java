package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.battery.Link;
import cellwarden.battery.Sample;
import cellwarden.energy.DerivedValues;
import cellwarden.energy.Energy;
import cellwarden.testing.Answers;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages show what the program prints.
final class DocumentedFiguresTest {

  /// A block of commands and, right after it, what the last one prints.
  private static final Pattern SHOWN =
      Pattern.compile("```sh\n((?:(?!```).)*)```\n\n```text\n(.*?)```\n", Pattern.DOTALL);

  private static final Pattern SAMPLE =
      Pattern.compile("```json\n(\\{\"seq\".*?)```\n", Pattern.DOTALL);

  @TempDir private Path folder = Path.of("");

  /// What a block of commands prints, and the last command.
  private record Shown(String command, String printed) {}

  private static List<Shown> shown(String page, String inCommand) throws IOException {
    List<Shown> found = new ArrayList<>();
    Matcher matcher = SHOWN.matcher(Files.readString(Path.of(page)));
    while (matcher.find()) {
      String command = matcher.group(1).lines().toList().getLast();
      if (command.contains(inCommand)) {
        found.add(new Shown(command, matcher.group(2)));
      }
    }
    assertThat(found).as(page).isNotEmpty();
    return found;
  }

  @Test
  void framesAreDecodedAsShown() throws IOException {
    for (Shown each : shown("docs/reference/protocol.md", "frame decode")) {
      String[] pipe = each.command().replaceFirst("^echo ", "").split(" \\| ", -1);
      String[] args = Documentation.calls(pipe[1]).getFirst().toArray(String[]::new);
      assertThat(Cli.runWithInput(pipe[0] + "\n", args).out()).isEqualTo(each.printed());
    }
  }

  /// The temperatures are those of the time of day, and the link takes as long as it takes.
  @Test
  void theSimulatedBatteryIsReadAsShown() throws IOException {
    String tutorial = "docs/tutorial/first-reading.md";
    Matcher simulated =
        Pattern.compile("simulate --listen tcp:127\\.0\\.0\\.1:8899 --battery '([^']*)'")
            .matcher(Files.readString(Path.of(tutorial)));
    assertThat(simulated.find()).isTrue();
    String printed = Cli.run("read", simulated.group(1)).out();
    assertThat(withoutWhatChanges(printed))
        .isEqualTo(withoutWhatChanges(shown(tutorial, "read tcp:").getFirst().printed()));
  }

  private static String withoutWhatChanges(String table) {
    return table
        .replaceAll("(?<=Temperatures {9})[0-9.]+  [0-9.]+  [0-9.]+(?= )", "")
        .replaceAll("[0-9]+ ms", "");
  }

  /// The first days of the journal that the page has written are enough for what it shows of it.
  @Test
  void theJournalIsSummedUpAsShown() throws IOException {
    Path page = Path.of("docs/how-to/history.md");
    String simulate =
        Files.readString(page)
            .lines()
            .filter(line -> line.startsWith("./cellwarden simulate --journal june.jsonl"))
            .findFirst()
            .orElseThrow();
    Path journal = folder.resolve("june.jsonl");
    run(simulate.replace("--to 2026-07-01", "--to 2026-06-05"), journal);
    for (Shown each : shown(page.toString(), "history --journal june.jsonl")) {
      assertThat(run(each.command(), journal)).isEqualTo(each.printed());
    }
    Matcher summary =
        Pattern.compile("```text\n(slot .*?)```", Pattern.DOTALL).matcher(Files.readString(page));
    assertThat(summary.find()).isTrue();
    assertThat(folder.resolve("june.jsonl.summary")).content().contains("\n" + summary.group(1));
  }

  private static String run(String line, Path journal) {
    Cli.Result result =
        Cli.run(
            Documentation.calls(line).getFirst().stream()
                .map(word -> word.equals("june.jsonl") ? journal.toString() : word)
                .toArray(String[]::new));
    assertThat(result.status()).as(line).isZero();
    return result.out();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/reference/topics-and-payloads.md", "docs/reference/journal.md"})
  void theSampleIsAsShown(String page) throws IOException {
    Matcher sample = SAMPLE.matcher(Files.readString(Path.of(page)));
    assertThat(sample.find()).isTrue();
    assertThat(sample.group(1).replaceAll("\n ?", "")).isEqualTo(documentedSample());
  }

  private static String documentedSample() {
    Link link =
        new Link(
            1,
            Duration.ofMillis(412),
            Duration.ofMillis(96),
            OptionalInt.empty(),
            Optional.of("kernel"));
    Sample sample =
        Samples.sample("myBattery", Answers.BASIC, Answers.CELLS, Optional.of(Answers.MODEL), link);
    Instant full = Samples.TIME.minus(Duration.ofDays(2));
    Sample derived = new DerivedValues().addTo(sample, 0, false, Optional.of(full));
    Energy energy =
        new Energy(1530.2214, 1611.5083, 115.0671, 122.5127, Duration.ofMillis(171_420_336));
    return new String(
        EventJson.encode(Samples.counted(derived, energy).withSeq(184_467)),
        StandardCharsets.UTF_8);
  }
}
