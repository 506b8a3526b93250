package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.Configuration;
import cellwarden.settings.MqttConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SiteKeyTest {

  private static final String BATTERY = "batteries: [{name: a, address: 'sim:'}]\n";

  @Test
  void standsAfterTheBaseTopic() throws ConfigurationException {
    Configuration configuration =
        Texts.read(
            BATTERY + "mqtt: {url: 'mqtt://broker', base_topic: fleet/packs}\nsite: cabin-17\n");

    assertThat(configuration.site()).contains("cabin-17");
    assertThat(configuration.mqtt()).map(MqttConfig::root).contains("fleet/packs/cabin-17");
  }

  @Test
  void changesNothingWhereThereIsNone() throws ConfigurationException {
    Configuration configuration = Texts.read(BATTERY + "mqtt: {url: 'mqtt://broker'}\n");

    assertThat(configuration.site()).isEmpty();
    assertThat(configuration.mqtt()).map(MqttConfig::root).contains("batterie");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "van_12", "-a-", "A-b_C-d", "${HOST}"})
  void isAnyNameThatIsOneLevelOfATopic(String name) throws ConfigurationException {
    assertThat(
            ConfigurationFile.parse(
                BATTERY + "site: " + name + "\n",
                Texts.FILE,
                Map.of("HOST", "cabin"),
                _ -> Optional.empty()))
        .returns(Optional.of(name.replace("${HOST}", "cabin")), Configuration::site);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "a+", "'#'", "$SYS", "a b", "a__b", "_a", "a_", "Köln", "a.b", "''"})
  void isRefusedInOneSentenceWhereItIsNot(String name) {
    assertThat(Texts.problemsIn(BATTERY + "site: " + name + "\n"))
        .singleElement()
        .asString()
        .startsWith("2: site: expected 1 to 64 letters, digits or -, with single _ between them");
  }

  @Test
  void isNoListAndNotTheBridge() {
    assertThat(Texts.problemsIn(BATTERY + "site: [a]\n"))
        .containsExactly(
            "2: site: expected 1 to 64 letters, digits or -, with single _ between them, found a list");
    assertThat(Texts.problemsIn(BATTERY + "site: bridge\n"))
        .containsExactly("2: site: bridge names the program itself; choose another name");
    assertThat(Texts.problemsIn(BATTERY + "site: " + "a".repeat(65) + "\n")).hasSize(1);
  }

  /// Many sites are one table, which has one sign.
  @Test
  void doesNotGoWithTheOtherSign() {
    assertThat(
            Texts.problemsIn(
                BATTERY + "mqtt: {url: 'mqtt://broker', invert_current: true}\nsite: cabin\n"))
        .containsExactly(
            "2: mqtt.invert_current: the sites of a fleet are stored as the boards count; remove this key, or site");
  }
}
