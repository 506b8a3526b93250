package cellwarden.cli.read;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadRegistersTest {

  @TempDir private Path folder;

  @Test
  void registersFollowTheOverrideOfTheUnitsAsTheSampleDoes() throws IOException {
    Path configuration = folder.resolve("cellwarden.yaml");
    Files.writeString(
        configuration,
        """
        batteries:
          - name: shed
            address: sim:4s?current=-12.5
            x10: always
        """);

    Cli.Result result =
        Cli.run("read", "shed", "--registers", "--json", "-c", configuration.toString());

    assertThat(result.status()).isZero();
    assertThat(result.out().lines().filter(line -> line.contains("\"current\"")))
        .hasSize(2)
        .allMatch(line -> line.contains("\"current\":-125.0"))
        .allMatch(line -> line.contains("\"nominal_capacity\":1000.0"));
  }
}
