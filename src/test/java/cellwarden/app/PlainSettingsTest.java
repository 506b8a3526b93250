package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.ConfigurationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlainSettingsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void showsEverythingButSecrets() throws Exception {
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        """
        batteries:
          - name: house
            address: ble:A4:C1:38:00:11:22
            interval: 1m30s
            pin: 012345
            password: b0aRd1
        mqtt:
          url: mqtts://broker.example
          username: warden
          password: s3cret
        journal:
          path: a.jsonl
          fsync: 5s
        """);

    Map<String, Object> settings =
        PlainSettings.of(ConfigurationFile.read(file, Map.of(), _ -> Optional.empty()));

    assertThat(settings.toString())
        .contains(
            "name=house",
            "address=ble:A4:C1:38:00:11:22",
            "interval=90s",
            "pin=***",
            "password=***, ",
            "url=mqtts://broker.example:8883",
            "username=warden",
            "password=***",
            "fsync=5s")
        .doesNotContain("s3cret", "012345", "b0aRd1", "Optional", "[house");
  }
}
