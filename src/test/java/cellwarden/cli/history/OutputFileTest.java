package cellwarden.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.cli.Cli;
import cellwarden.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `history --output` writes to, and what it leaves alone.
final class OutputFileTest {

  private static final String SAMPLE =
      """
      {"seq":1,"time":"2026-06-01T09:59:50.000Z","battery":"myBattery","voltage":13.2,"power":-13.2,"soc":80}
      """;

  @TempDir private Path folder = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void writeTheJournal() throws IOException {
    journal = folder.resolve("bms_data.jsonl");
    Files.writeString(journal, SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bms_data.jsonl",
        "bms_data-2026-05-31.jsonl",
        "bms_data-2026-05-31.2.jsonl",
        "bms_data-2026-05-31.jsonl.gz",
        "bms_data-2026-05-31.jsonl.gz.cellwarden.tmp",
        "bms_data.lock",
        "bms_data.clock",
        "bms_data.mqtt.json.cellwarden.tmp",
        "bms_data.mqtt.json",
        "bms_data.index.sqlite",
        "bms_data.index.sqlite-journal",
        "bms_data.jsonl.summary",
        "bms_data-2026-05-31.jsonl.summary",
        "bms_data-2026-05-31.jsonl.summary.cellwarden.tmp",
      })
  void refusesWhatBelongsToTheJournal(String name) throws IOException {
    for (boolean there : List.of(true, false)) {
      Path file = folder.resolve(name);
      if (there && !file.equals(journal)) {
        Files.writeString(file, "precious");
      } else if (!file.equals(journal)) {
        Files.delete(file);
      }
      refuses(file);
      refuses(folder.resolve("../" + folder.getFileName() + "/" + name));
    }
  }

  @Test
  void refusesTheJournalByAnotherName() throws IOException {
    refuses(Files.createSymbolicLink(folder.resolve("link.jsonl"), journal));
    refuses(Files.createLink(folder.resolve("hard.jsonl"), journal));
    refuses(
        Files.createSymbolicLink(
            folder.resolve("coming.csv"), Path.of("bms_data-2026-05-30.jsonl.gz")));
  }

  @Test
  void refusesWhatStandsBesideTheFileThatTheJournalLeadsTo() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path real = disk.resolve("data.jsonl");
    Files.move(journal, real);
    Files.createSymbolicLink(journal, real);
    Files.writeString(disk.resolve("data-2026-05-31.jsonl"), SAMPLE);

    refuses(disk.resolve("data-2026-05-31.jsonl"));
    refuses(disk.resolve("data.index.sqlite"));
    refuses(real);
  }

  @Test
  void takesNoJournalForAFileThatWasNotFinished() throws IOException {
    journal = Files.move(journal, folder.resolve("data.tmp"));
    assertThat(history("--output", folder.resolve("data").toString()).status()).isZero();
    assertThat(journal).hasContent(SAMPLE);
    refuses(journal);
  }

  /// The last one to begin has the file; the others say so, and leave it its own.
  @Test
  void endsNoOtherProgramThatWritesTheSameFile() throws Exception {
    Path output = folder.resolve("out.csv");
    OutputFile first = OutputFile.of(output, journal);
    List<WholeFile> begun = new ArrayList<>();
    assertThatThrownBy(() -> first.write(out -> begun.add(WholeFile.begin(output))))
        .hasMessageStartingWith(
            output + " cannot be written (another program writes it at the same time)");
    try (WholeFile second = begun.getFirst()) {
      second.out().write('x');
      second.finish();
    }
    assertThat(output).hasContent("x");
    assertThat(unfinished()).isEmpty();
  }

  private void refuses(Path file) throws IOException {
    Map<Path, String> before = contents();
    assertThat(history("--output", file.toString(), "--format", "jsonl"))
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "cellwarden: --output: "
                    + file
                    + " belongs to the journal "
                    + journal
                    + "; name another file.\n"));
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void refusesAFolder() {
    assertThat(history("--output", folder.toString(), "--format", "csv"))
        .isEqualTo(
            new Cli.Result(
                2, "", "cellwarden: --output: " + folder + " is a folder; name a file.\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "png"})
  void leavesAnOldFileAloneWhereThereIsNoAnswer(String format) throws IOException {
    Path file = folder.resolve("old." + format);
    Files.writeString(file, "precious");
    Cli.Result nothing = history("--since=2026-07-01", "--output", file.toString());
    assertThat(nothing.status()).isZero();
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).contains("nothing was journalled");
    assertThat(history("shed", "--output", file.toString()).status()).isEqualTo(1);
    assertThat(file).hasContent("precious");
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void saysThatNoSampleHasWhatShallBeDrawn() {
    Cli.Result nothing =
        history("--fields", "link.rssi", "--output", folder.resolve("new.svg").toString());
    assertThat(nothing.err()).contains("no sample from ", " has a number of these --fields");
  }

  @Test
  void makesNoFileWhereThereIsNoAnswer() throws IOException {
    Path file = folder.resolve("new.csv");
    assertThat(history("--since=2026-07-01", "--output", file.toString()).status()).isZero();
    assertThat(file).doesNotExist();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void putsTheAnswerInThePlaceOfAnOldOne() throws IOException {
    Path file = folder.resolve("old.jsonl");
    Files.writeString(file, "precious");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(history("--output", file.toString()).out()).isEqualTo("wrote " + file + "\n");
    assertThat(file).hasContent(SAMPLE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void writesWhereALinkLeads() throws IOException {
    Path link = folder.resolve("link.jsonl");
    Files.createSymbolicLink(link, Path.of("behind.jsonl"));
    for (int i = 0; i < 2; i++) {
      assertThat(history("--output", link.toString()).status()).isZero();
      assertThat(link).isSymbolicLink().hasContent(SAMPLE);
    }
  }

  @Test
  void writesToADeviceAsItIs() {
    assertThat(history("--output", "/dev/null")).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Path.of("/dev/null")).exists();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  private List<Path> unfinished() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(WholeFile.UNFINISHED)).toList();
    }
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readString(file));
      }
    }
    return contents;
  }

  private Cli.Result history(String... more) {
    List<String> args = new ArrayList<>(List.of("history", "--journal", journal.toString()));
    if (List.of(more).stream().noneMatch(arg -> arg.startsWith("--since"))) {
      args.add("--since=2026-06-01T00:00Z");
    }
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }
}
