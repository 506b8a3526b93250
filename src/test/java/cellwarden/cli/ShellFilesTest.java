package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What the build writes for shells and `man`, tried with the shells that are here.
final class ShellFilesTest {

  @TempDir private static Path share = Path.of("");

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    String said =
        run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            home(Commands.class) + File.pathSeparator + home(CommandLine.class),
            "src/build/java/ShellFiles.java",
            share.toString());
    assertThat(said).isEmpty();
    Files.writeString(
        share.resolve("cellwarden.yaml"),
        "batteries:\n  - name: garage\n    address: 'sim:'\n  - {address: 'sim:', name: \"shed\"}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'hi', 'history'",
    "'', 'demo setup run read watch scan doctor capture soak frame ask history journal simulate config ingest help --version --help'",
    "'frame encode ', 'read write module --help'",
    "'history --si', '--since'",
    "'history --since y', 'yesterday'",
    "'history --format j', 'json jsonl'",
    "'history ga', 'garage'",
    "'read s', 'shed'",
    "'help jo', 'journal'",
    "'config check cell', 'cellwarden.yaml'",
    "'history -c cell', 'cellwarden.yaml'",
  })
  void bashCompletes(String typed, String expected) throws Exception {
    String script =
        """
        cd '%1$s' && unset CELLWARDEN_CONFIG && . bash-completion/completions/cellwarden || exit
        compopt() { :; }
        COMP_WORDS=(cellwarden %2$s%3$s) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _cellwarden && echo "${COMPREPLY[@]}"
        """
            .formatted(share, typed, typed.isEmpty() || typed.endsWith(" ") ? " ''" : "");
    assertThat(run("bash", "-c", script).strip()).isEqualTo(expected);
  }

  @Test
  void fishCompletes() throws Exception {
    assumeThat(Path.of("/usr/bin/fish")).exists();
    assertThat(fish("hi")).containsExactly("history");
    assertThat(fish("frame encode ")).containsExactly("module", "read", "write");
    assertThat(fish("history --since ye")).containsExactly("yesterday");
    assertThat(fish("read ")).containsExactly("garage", "shed");
    assertThat(fish("history --for")).containsExactly("--format");
  }

  private static List<String> fish(String typed) throws Exception {
    String script =
        "cd '%s'; source fish/vendor_completions.d/cellwarden.fish; complete -C 'cellwarden %s'"
            .formatted(share, typed);
    return run("fish", "--no-config", "-c", script)
        .lines()
        .map(line -> line.split("\t", -1)[0])
        .sorted()
        .toList();
  }

  @Test
  void zshTakesItsScript() throws Exception {
    assumeThat(Path.of("/usr/bin/zsh")).exists();
    assertThat(run("zsh", "-n", share.resolve("zsh/site-functions/_cellwarden").toString()))
        .isEmpty();
  }

  @Test
  void theManualHasEveryCommand() throws IOException {
    String page = Files.readString(share.resolve("man/man1/cellwarden.1"));
    for (String command :
        new String[] {"demo", "history [BATTERY]", "frame encode read REGISTER"}) {
      assertThat(page).contains("\n.SS " + command);
    }
    assertThat(page).contains("\n.B \\-\\-every \\fID\\fR\n", "\n.SH EXIT STATUS\n");
    assertThat(page.lines()).noneMatch(line -> line.startsWith("'"));
  }

  private static String home(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
