package cellwarden.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said about the file of `ingest`, before anything is started.
final class IngestFileTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsNoCertificateEndsItAtOnce() throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), "nonsense");
    Path file =
        write(
            """
            mqtt: {url: 'mqtts://127.0.0.1:1', ca_file: ca.pem}
            database: {url: 'jdbc:postgresql://127.0.0.1:1/fleet'}
            """);
    for (List<String> command : List.of(List.of("ingest", "-c"), List.of("config", "check"))) {
      assertThat(Cli.run(command.getFirst(), command.getLast(), file.toString()))
          .isEqualTo(
              new Cli.Result(
                  2,
                  "",
                  "cellwarden: %s: mqtt.ca_file (%s) holds no certificate in PEM (-----BEGIN CERTIFICATE-----); one in DER becomes PEM by 'openssl x509 -inform der -in FILE'.\n"
                      .formatted(file, ca)));
    }
  }

  @Test
  void aFileThatIsMissingEndsItAtOnce() throws IOException {
    Path file =
        write(
            """
            mqtt: {url: 'mqtts://127.0.0.1:1', ca_file: none.pem}
            database: {url: 'jdbc:postgresql://127.0.0.1:1/fleet'}
            """);
    Cli.Result result = Cli.run("ingest", "-c", file.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .contains("mqtt.ca_file: there is no file " + folder.resolve("none.pem"));
  }

  @Test
  void checkKnowsTheFileByItsSections() throws IOException {
    Path file =
        write(
            """
            mqtt: {url: 'mqtt://127.0.0.1:1883', base_topic: fleet}
            database: {url: 'jdbc:postgresql://127.0.0.1/fleet'}
            """);
    assertThat(Cli.run("config", "check", file.toString()))
        .isEqualTo(
            new Cli.Result(
                0,
                file
                    + " is fine: fleet/+/+ at mqtt://127.0.0.1:1883 to jdbc:postgresql://127.0.0.1/fleet\n",
                ""));
  }

  @Test
  void checkSaysEachMistakeOfItAtOnce() throws IOException {
    Path file =
        write(
            """
            mqtt:
              url: mqtt://127.0.0.1:1883
              recieve_maximum: 5
            database:
              url: postgresql://a/b
              batch: 0
            """);
    Cli.Result result = Cli.run("config", "check", file.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains(":3: mqtt.recieve_maximum: unknown key; did you mean "))
        .anyMatch(line -> line.contains(":5: database.url: expected a JDBC URL"))
        .anyMatch(line -> line.contains(":6: database.batch: 0 is outside"));
  }

  @Test
  void checkTakesAnyOtherFileForThatOfTheService() throws IOException {
    Path both = write("batteries: []\ndatabase: {url: x}\n");
    assertThat(Cli.run("config", "check", both.toString()).err()).contains("database: unknown key");
    Path half = write("mqtt: {url: 'mqtt://a'}\n");
    assertThat(Cli.run("config", "check", half.toString()).err()).contains("batteries: missing");
    Path broken = write("database: [\n");
    assertThat(Cli.run("config", "check", broken.toString()).status()).isEqualTo(2);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("ingest.yaml"), text);
  }
}
