package cellwarden.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.app.Ending;
import cellwarden.app.Service;
import cellwarden.app.Wiring;
import cellwarden.cli.Cli;
import cellwarden.config.ConfigurationFile;
import cellwarden.output.mqtt.client.EmbeddedBroker;
import cellwarden.testing.Guard;
import cellwarden.testing.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AskCommandTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ask fly | there is no request 'fly'; there are read, pause, resume, replay, health, config.",
        "ask read --minutes 5 | --minutes goes with pause only.",
        "ask pause --minutes 0 | --minutes is 1 to 1440.",
        "ask health van | health is of the whole service; leave BATTERY out.",
        "ask read --from today | --from, --to and --stop go with replay only.",
        "ask replay | replay needs --from, such as --from yesterday, or --stop alone.",
        "ask replay --stop --from today | replay needs --from, such as --from yesterday, or --stop alone.",
        "ask replay --to today | --to needs --from, such as --from yesterday.",
      })
  void refusesWhatMakesNoSense(String command, String sentence) {
    Cli.Result result = Cli.run(command.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("cellwarden: " + sentence + "\n");
  }

  @Test
  void needsABroker() throws Exception {
    Cli.Result result = Cli.run("ask", "health", "-c", configuration("").toString());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: the configuration has no section mqtt, and the service is asked over its broker; add mqtt: with a url.\n");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    int port = Ports.free();
    Path file = configuration("mqtt: {url: 'embedded:" + port + "'}");
    try (EmbeddedBroker _ = EmbeddedBroker.start(port)) {
      Cli.Result result = Cli.run("ask", "read", "-c", file.toString(), "--timeout", "500ms");

      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "cellwarden: nobody answered within 0.5 s; is 'cellwarden run' running with the broker embedded:%d and the base topic batterie?\n"
                  .formatted(port));
    }
  }

  @Test
  void saysThatThereIsNoBroker() throws Exception {
    Path file = configuration("mqtt: {url: 'mqtt://127.0.0.1:" + Ports.free() + "'}");

    Cli.Result result = Cli.run("ask", "read", "-c", file.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("cellwarden: broker mqtt://127.0.0.1:")
        .contains("'cellwarden doctor' says more");
  }

  /// The broker of a service that has it inside.
  @Test
  void asksTheServiceThatRuns() throws Exception {
    Path file = configuration("mqtt: {url: 'embedded:" + Ports.free() + "'}");
    try (Ending ending = Ending.onSignal(new PrintStream(PrintStream.nullOutputStream()));
        Service service =
            Wiring.service(
                ConfigurationFile.read(file, Map.of(), _ -> Optional.empty()),
                Wiring.bluetooth(),
                List.of(),
                ending)) {
      service.start();
      Guard.await(
          "a service that listens", () -> ask(file, "health", "--timeout", "1s").status() == 0);
      Cli.Result read = ask(file, "read", "house");
      assertThat(read.err()).isEmpty();
      assertThat(read.status()).isZero();
      assertThat(read.out()).contains("State of charge").containsPattern("Voltage +1[0-9.]+ V");

      assertThat(ask(file, "pause", "house", "--minutes", "5").out())
          .startsWith("batteries: house\nuntil: 20");
      assertThat(ask(file, "health").out()).contains("\n    paused: yes\n");
      assertThat(ask(file, "resume").out()).isEqualTo("batteries: house\n");
      assertThat(ask(file, "health", "--json").out())
          .startsWith("{\"status\":\"ok\",\"data\":{")
          .contains("\"paused\":false");
      assertThat(ask(file, "config").out()).contains("    address: sim:4s\n");

      Cli.Result unknown = ask(file, "read", "hous");
      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err())
          .isEqualTo("cellwarden: there is no battery 'hous'; there are house.\n");
      assertThat(ask(file, "replay", "house", "--from", "1h").out()).startsWith("state: started\n");
    }
  }

  private static Cli.Result ask(Path file, String... words) {
    String[] args = new String[words.length + 3];
    args[0] = "ask";
    System.arraycopy(words, 0, args, 1, words.length);
    args[words.length + 1] = "-c";
    args[words.length + 2] = file.toString();
    return Cli.run(args);
  }

  private Path configuration(String mqtt) throws IOException {
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        "batteries: [{name: house, address: 'sim:4s', interval: 1h}]\n"
            + mqtt
            + "\njournal: {path: '"
            + folder.resolve("bms_data.jsonl")
            + "'}\n");
    return file;
  }
}
