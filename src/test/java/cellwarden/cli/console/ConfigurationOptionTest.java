package cellwarden.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationOptionTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void statesEachIntervalAsItIsAndNoSecret() throws Exception {
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        """
        batteries:
          - {name: fast, address: 'sim:4s', interval: 1500ms}
          - {name: slow, address: 'sim:8s', interval: 5m}
        mqtt: {url: 'mqtts://broker.example', username: pi, password: hunter}
        """);

    assertThat(ConfigurationOption.summary(ConfigurationOption.read(file)))
        .isEqualTo(
            "fast at sim:4s every 1500 ms, slow at sim:8s every 300 s; journal bms_data.jsonl;"
                + " broker mqtts://broker.example:8883");
  }
}
