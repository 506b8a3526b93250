package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Key.Section;
import cellwarden.settings.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Everything that is told about keys agrees with the table of keys.
final class KeyTableTest {
  static final List<Key<?>> KEYS = Keys.all();

  @ParameterizedTest
  @FieldSource("KEYS")
  void samplesAreGoodValues(Key<?> key) throws ValueException {
    for (String sample : key.samples()) {
      key.type().parse(sample);
      key.type().pattern().ifPresent(pattern -> assertThat(sample).matches(pattern));
    }
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void referencePageHasTheRow(Key<?> key) throws IOException {
    String row =
        switch (key.need()) {
          case REQUIRED -> "required";
          case DEFAULTED -> "`" + key.samples().getFirst() + "`";
          case OPTIONAL -> "none";
        };
    assertThat(Files.readString(Path.of("docs/reference/configuration.md")))
        .contains("| `%s` | %s | %s |".formatted(key.path(), row, key.meaning()));
  }

  @Test
  void schemaHasExactlyTheKeys() {
    List<String> names = new ArrayList<>();
    for (Section section : Section.ofService()) {
      names.add(section.key());
      if (!section.single()) {
        Keys.of(section).forEach(key -> names.add(section.key() + "." + key.name()));
      }
    }
    assertThat(propertiesOf(ConfigurationSchema.text())).containsExactlyElementsOf(names);
  }

  /// Names directly under a `properties` of a section, with the section in front; reads the whole
  /// text, so a text that is no JSON fails here.
  private static List<String> propertiesOf(String schema) {
    List<String> names = new ArrayList<>();
    List<String> path = new ArrayList<>();
    try (JsonParser json =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), schema)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        switch (token) {
          case START_OBJECT -> path.add(String.valueOf(json.currentName()));
          case END_OBJECT -> path.removeLast();
          case PROPERTY_NAME -> {
            if (path.getLast().equals("properties")) {
              names.add(
                  path.size() == 2 ? json.currentName() : path.get(2) + "." + json.currentName());
            }
          }
          default -> {}
        }
      }
    }
    return names;
  }

  @Test
  void schemaDescribesEachKind() {
    assertThat(ConfigurationSchema.text())
        .startsWith(
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
            """)
        .endsWith("}\n")
        .contains("\"default\": \"30s\"", "\"default\": \"always\"", "\"pattern\": \"^((?!bridge$)")
        .contains("\"writeOnly\": true", "\"keep_alive\"");
  }

  @Test
  void schemaRefusesWhatTheReaderDoes() {
    String address = Keys.ADDRESS.type().pattern().orElseThrow();
    String interval = Keys.INTERVAL.type().pattern().orElseThrow();
    assertThat("usb:1").doesNotMatch(address);
    assertThat("TCP:host:1").matches(address);
    assertThat("0s").doesNotMatch(interval);
    assertThat("0m0s").doesNotMatch(interval);
    assertThat("010s").matches(interval);
    assertThat("0h1m30s").matches(interval);
    assertThat("0s").matches(Keys.SETTLE.type().pattern().orElseThrow());
    assertThat("0s").doesNotMatch(Keys.FSYNC.type().pattern().orElseThrow());
    assertThat(ConfigurationSchema.text()).contains("\"pattern\": \"^((?=.*[1-9])", "\"^x-\": { }");
  }

  @Test
  void exampleIsTheSmallestUsefulConfiguration() throws ConfigurationException {
    Configuration example = Texts.read(ExampleConfiguration.text());
    assertThat(example.batteries())
        .containsExactly(Defaults.battery("myBattery", Keys.ADDRESS.sample()));
    assertThat(example.mqtt()).contains(Defaults.mqtt(Keys.URL.sample()));
    assertThat(example.journal()).isEqualTo(Defaults.journal(Path.of("bms_data.jsonl")));
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void exampleShowsEverySample(Key<?> key) {
    for (String sample : key.samples()) {
      assertThat(ExampleConfiguration.text())
          .containsPattern(key.name() + ": '?" + Pattern.quote(sample) + "'?\n");
    }
  }

  @Test
  void minimalExampleLoads() throws ConfigurationException {
    Configuration minimal =
        ConfigurationFile.read(Path.of("examples/minimal.yaml"), Map.of(), _ -> Optional.empty());
    assertThat(minimal.batteries()).hasSize(1);
    assertThat(minimal.mqtt()).isPresent();
  }

  @Test
  void fullExampleLoadsAndNamesEveryKey() throws ConfigurationException, IOException {
    Path file = Path.of("examples/full.yaml");
    Configuration full = ConfigurationFile.read(file, Map.of(), _ -> Optional.empty());
    assertThat(full.batteries()).hasSize(4);
    assertThat(full.mqtt()).isPresent();
    for (Key<?> key : KEYS) {
      assertThat(Files.readString(file)).contains(key.name() + ": ");
    }
  }
}
