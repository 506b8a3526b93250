package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PinTest {

  private static final String BLE = "ble:A4:C1:38:00:11:22";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"0, 0", "'123456', 123456", "'\"012345\"', 012345", "'\"${P}\"', 7"})
  void pinIsSixDigitsAtMost(String yaml, String pin) throws Exception {
    BatteryConfig battery = load("address: '" + BLE + "', pin: " + yaml);

    assertThat(battery.pin()).contains(new Secret(pin));
    assertThat(battery.toString()).contains("pin=Optional[***]");
  }

  @Test
  void pinComesFromAFile() throws Exception {
    Files.writeString(folder.resolve("pin"), "004711\n");

    assertThat(load("address: '" + BLE + "', pin_file: pin").pin()).contains(new Secret("004711"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567", "hunter2", "-1", "'1 2'", "''"})
  void whatIsNoPinIsExplainedWithoutIt(String yaml) {
    assertThat(problems("pin: " + yaml))
        .containsExactly(
            "4: batteries[0].pin: expected a number of up to 6 digits, found something else");
  }

  @Test
  void otherProblemsAreExplained() {
    assertThat(problems("pin: 1\n    pin_file: x"))
        .containsExactly("5: batteries[0].pin_file: pin is given too; keep one of the two");
    assertThat(
            Texts.problemsIn(
                "batteries:\n  - name: a\n    address: sim:4s\n    pin: 1\n", Map.of()))
        .containsExactly(
            "4: batteries[0].pin: only a battery on ble: is paired, and this one is on sim:4s; remove this key");
  }

  private static List<String> problems(String lines) {
    return Texts.problemsIn(
        "batteries:\n  - name: a\n    address: " + BLE + "\n    " + lines + "\n", Map.of());
  }

  private BatteryConfig load(String battery) throws Exception {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "batteries: [{name: a, " + battery + "}]\n");
    Configuration configuration =
        ConfigurationFile.read(file, Map.of("P", "7"), _ -> Optional.empty());
    return configuration.batteries().getFirst();
  }
}
