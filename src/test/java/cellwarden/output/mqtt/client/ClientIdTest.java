package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientIdTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void differsByMachineAndByInstallationAndIsTheSameAfterEachStart() throws Exception {
    Path one = Files.writeString(folder.resolve("one"), "3f9a");
    Path two = Files.writeString(folder.resolve("two"), "3f9b");
    Path none = folder.resolve("none");
    Path journal = Path.of("bms_data.mqtt.json");

    String id = ClientId.of(List.of(one, none), journal);
    assertThat(id).matches("cellwarden-[0-9a-f]{8}").hasSizeLessThanOrEqualTo(23);
    assertThat(ClientId.of(List.of(one, none), journal.toAbsolutePath())).isEqualTo(id);
    assertThat(ClientId.of(List.of(two, none), journal)).isNotEqualTo(id);
    assertThat(ClientId.of(List.of(none, one), journal)).isNotEqualTo(id);
    assertThat(ClientId.of(List.of(one, none), Path.of("other.mqtt.json"))).isNotEqualTo(id);
  }

  @Test
  void isTheOneOfTheConfigurationWhereThatGivesOne() {
    MqttConfig config = Defaults.mqtt(new MqttUrl.Embedded(1883));

    assertThat(ClientId.of(config, folder)).startsWith("cellwarden-");
  }

  @Test
  void holdsTheSiteSinceEightDigitsAreNotEnoughForThousands() throws Exception {
    MqttConfig config = Defaults.mqtt(new MqttUrl.Embedded(1883)).at("cabin-17");

    assertThat(ClientId.of(config, folder)).matches("cellwarden-cabin-17-[0-9a-f]{8}");
    assertThat(ClientId.of(config.withClientId("own"), folder)).isEqualTo("own");
  }
}
