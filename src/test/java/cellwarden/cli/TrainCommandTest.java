package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.console.CommandException;
import cellwarden.config.ConfigurationFile;
import cellwarden.settings.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TrainCommandTest {

  /// Says on which of the ports of the configuration somebody listens, and how it was ended.
  private static final String SERVICE =
      """
      trap 'echo ended; exit 7' TERM
      for port in $(sed -n 's/.*127.0.0.1:\\([0-9]*\\)$/\\1/p' training.yaml); do
        (exec 3<>/dev/tcp/127.0.0.1/$port) && echo "$port answers"
      done
      printf '1\\n2\\n3\\n' >training.jsonl
      while :; do sleep 0.1; done
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void givesTheCommandABatteryAndABrokerAndEndsItAfterSomeReadings() throws Exception {
    int status = train("bash", "-c", "exec >said; " + SERVICE);

    assertThat(status).as("that of the command").isEqualTo(7);
    Configuration given =
        ConfigurationFile.read(folder.resolve("training.yaml"), Map.of(), _ -> Optional.empty());
    int broker = given.mqtt().orElseThrow().url().port();
    String battery = given.batteries().getFirst().address().toString().replaceFirst(".*:", "");
    assertThat(folder.resolve("said"))
        .content()
        .isEqualTo("%s answers\n%d answers\nended\n".formatted(battery, broker));
  }

  @Test
  void endsWithACommandThatEndsByItself() {
    assertThat(train("bash", "-c", "exit 3")).isEqualTo(3);
  }

  @Test
  void isInNoHelp() {
    assertThat(Cli.run("help").out()).doesNotContain("train");
    assertThat(Cli.run("train").status()).isEqualTo(CommandException.USAGE);
  }

  private int train(String... command) {
    return new CommandLine(new TrainCommand(folder)).setStopAtPositional(true).execute(command);
  }
}
