package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are more than a person writes.
final class ConfigurationLimitsTest {

  private static final String BATTERY = "batteries: [{name: a, address: sim:4s}]\n";
  private static final String URL = "url: mqtt://broker.example\n";

  @Test
  void twentyProblemsAreToldAndHowManyMoreThereAre() {
    List<String> problems =
        Texts.problemsIn(
            BATTERY
                + IntStream.range(0, 5000)
                    .mapToObj(i -> "typo" + i + ": 1\n")
                    .collect(Collectors.joining()));
    assertThat(problems).hasSize(21);
    assertThat(problems.get(0)).startsWith("2: typo0: unknown key");
    assertThat(problems.get(19)).startsWith("21: typo19: unknown key");
    assertThat(problems.get(20)).isEqualTo(" and 4980 more; mend these first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void whatIsNestedTooDeeplyIsOneSentence(String level) {
    assertThat(Texts.problemsIn("x-a: 1\nb:\n  " + level.repeat(20_000)))
        .containsExactly("1: nested too deeply; this is no configuration");
  }

  @Test
  void halfACharacterIsNoText() {
    String sentence = "this holds half a character (a lone surrogate); remove it";
    assertThat(
            Texts.problemsInMqtt(
                URL + "base_topic: \"a\\uD800b\"\nusername: \"\\uDC00\"\npassword: \"\\uD800\"",
                Map.of()))
        .containsExactly(
            "6: mqtt.base_topic: " + sentence,
            "7: mqtt.username: " + sentence,
            "8: mqtt.password: " + sentence);
  }

  @Test
  void textsAreNotLongerThanMqttHasRoomFor() throws ConfigurationException {
    String tooLong = "ü".repeat(35_000);
    assertThat(Texts.problemsInMqtt(URL + "username: u\npassword: " + tooLong, Map.of()))
        .containsExactly(
            "7: mqtt.password: expected a text of 1 to 65535 bytes, found something else");
    assertThat(Texts.problemsInMqtt(URL + "username: " + tooLong, Map.of()))
        .containsExactly("6: mqtt.username: longer than 65535 bytes, which MQTT has no room for");
    assertThat(Texts.problemsInMqtt(URL + "base_topic: " + tooLong, Map.of()))
        .containsExactly("6: mqtt.base_topic: longer than 65000 bytes, which MQTT has no room for");
    assertThat(
            Texts.read(
                    BATTERY
                        + "mqtt: {url: 'mqtt://h', username: u, password: "
                        + "x".repeat(65_535)
                        + "}")
                .mqtt())
        .isPresent();
  }

  @Test
  void moreBatteriesThanOneProgramReadsAreRefused() {
    assertThat(Texts.problemsIn("batteries:\n" + "- {name: a}\n".repeat(20_000)))
        .containsExactly(
            "2: batteries: 20000 batteries, more than the 500 that one program reads; run several");
  }

  @Test
  void wrongSizeIsOneProblem() {
    assertThat(Texts.problemsIn(BATTERY + "journal:\n  max_file_size: 30kB\n  max_size: 10MB\n"))
        .containsExactly("3: journal.max_file_size: 30kB is outside 100kB to 100GB");
    assertThat(Texts.problemsIn(BATTERY + "journal:\n  max_file_size: 2GB\n  max_size: 30kB\n"))
        .containsExactly("4: journal.max_size: 30kB is outside 1MB to 100000GB");
    assertThat(Texts.problemsIn(BATTERY + "journal:\n  max_file_size: 6MB\n  max_size: 10MB\n"))
        .containsExactly(
            "4: journal.max_size: max_size (10MB) must be at least twice max_file_size (6MB), since"
                + " only whole files are removed");
  }

  @Test
  void longKeyIsComparedWithNone() {
    assertThat(Texts.problemsIn(BATTERY + "\"" + "j".repeat(900) + "\": 1\n"))
        .containsExactly(
            "2: "
                + "j".repeat(60)
                + "…: unknown key; known keys are batteries, mqtt, journal, bluetooth, web, site");
  }
}
