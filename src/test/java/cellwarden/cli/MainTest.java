package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.console.Console;
import cellwarden.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {

  @Test
  void namesDevelopmentWhenRunFromClasses() {
    assertThat(Cli.run("--version")).isEqualTo(new Cli.Result(0, "cellwarden development\n", ""));
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    Console console =
        new Console(InputAtEnd.STREAM, System.out, System.err, Terminal.NONE, Terminal.NONE);
    assertHelps(Commands.all(console));
  }

  private static void assertHelps(CommandLine command) {
    String[] words = command.getCommandSpec().qualifiedName().split(" ", -1);
    String[] args = new String[words.length];
    System.arraycopy(words, 1, args, 0, words.length - 1);
    args[words.length - 1] = "--help";
    Cli.Result result = Cli.run(args);
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("Usage: " + String.join(" ", words)).contains("Examples:");
    command.getSubcommands().values().forEach(MainTest::assertHelps);
  }

  @Test
  void configurationIsBegunInAFolderThatIsMadeForItsOwnerAlone(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("new/cellwarden/cellwarden.yaml");
    assertThat(Cli.run("config", "init", file.toString()).out()).startsWith("wrote " + file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Cli.run("config", "check", file.toString()).out()).contains(" is fine: ");
    Files.writeString(file, "mine");

    assertThat(Cli.run("config", "init", file.toString()).status()).isEqualTo(2);
    assertThat(file).hasContent("mine");
  }

  @Test
  void nothingToDoShowsWhatThereIs() {
    Cli.Result result = Cli.run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(Cli.run("--help").out())
        .contains("\nCommands:\n", "\nExamples:\n");
    assertUsage(
        "'cellwarden config' needs a command: ", "Try 'cellwarden config --help'.", "config");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(Cli.run("help", "frame", "encode")).isEqualTo(Cli.run("frame", "encode", "--help"));
    assertThat(Cli.run("help")).isEqualTo(Cli.run("--help"));
    assertUsage(
        "'cellwarden frame' has no command 'cook'; it has ", "encode.", "help", "frame", "cook");
    assertUsage(
        "'cellwarden history' has no command 'more'; ", "leave it out.", "help", "history", "more");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 200})
  void helpFitsTheTerminal(int width) {
    for (String command :
        Cli.run("--help").out().lines().filter(line -> line.matches("  [a-z]+ .*[.]")).toList()) {
      String help =
          Cli.runAt(Terminal.of(width, 1000, false), "help", command.split(" +", -1)[1]).out();
      assertThat(help.lines().filter(line -> line.strip().contains(" ")))
          .allMatch(line -> line.length() <= width);
      assertThat(help.lines().filter(line -> line.length() > 100)).isEmpty();
    }
  }

  @Test
  void helpIsColouredOnlyWhereColoursAre() {
    assertThat(Cli.runAt(Terminal.of(80, 1000, true), "--help").out())
        .contains("\u001b[1mCommands:");
    assertThat(Cli.runAt(Terminal.of(80, 1000, false), "--help").out()).doesNotContain("\u001b");
  }

  @Test
  void namesTheNearestCommand() {
    assertUsage("'cellwarden' has no command 'fram'; did you mean frame?", "", "fram");
  }

  @Test
  void namesTheNearestOption() {
    assertUsage(
        "'cellwarden frame decode' has no option --jsn; did you mean --json?",
        "Try 'cellwarden frame decode --help'.",
        "frame",
        "decode",
        "--jsn");
  }

  @Test
  void neverRepeatsWhatMayBeAPassword() {
    String[][] slips = {
      {"--pasword", "hunter"}, {"--pasword=hunter"}, {"--password", "my", "hunter"}, {"hunter"}
    };
    for (String[] slip : slips) {
      String[] args = new String[4 + slip.length];
      System.arraycopy(new String[] {"frame", "encode", "module", "18"}, 0, args, 0, 4);
      System.arraycopy(slip, 0, args, 4, slip.length);
      Cli.Result result = Cli.run(args);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).doesNotContain("hunter");
    }
  }

  private static void assertUsage(String start, String end, String... args) {
    Cli.Result result = Cli.run(args);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err().strip()).startsWith("cellwarden: " + start).endsWith(end);
  }

  @Test
  void outputThatCannotBeWrittenIsNoStackTrace() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputAtEnd.STREAM,
            new PrintStream(new FullDisk(), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.NONE,
            Terminal.NONE);
    // The status depends on what the standard output of this process is: nobody reads a pipe any
    // more, a disk is full.
    assertThat(Main.run(console, "frame", "encode", "read", "03")).isIn(0, 1);
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
  }

  private static final class InputAtEnd {
    static final ByteArrayInputStream STREAM = new ByteArrayInputStream(new byte[0]);
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("no space left");
    }
  }
}
