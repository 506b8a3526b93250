package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.settings.IngestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// The file of `ingest`: its keys, its page and its mistakes.
final class IngestKeysTest {

  static final List<Key<?>> KEYS = IngestKeys.all();

  private static final Path PAGE = Path.of("docs/reference/ingest.md");

  private static final String LEAST =
      "mqtt: {url: 'mqtt://127.0.0.1:1883'}\ndatabase: {url: 'jdbc:postgresql:///cellwarden'}\n";

  @TempDir private Path folder = Path.of("");

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
    assertThat(Files.readString(PAGE))
        .contains("| `%s` | %s | %s |".formatted(key.path(), row, key.meaning()));
  }

  @Test
  void exampleOfThePageIsFine() throws Exception {
    Matcher block = Pattern.compile("(?ms)^```yaml\\n(.*?)^```").matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    Files.writeString(folder.resolve("database_password"), "secret");
    Files.writeString(folder.resolve("mqtt_password"), "secret");
    IngestConfig config = read(block.group(1));
    assertThat(config.group()).isEqualTo("cellwarden");
    assertThat(config.database().password().orElseThrow()).hasToString("***");
    assertThat(config.metrics()).isEmpty();
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws Exception {
    IngestConfig config = read(LEAST);
    assertThat(config.mqtt().baseTopic()).isEqualTo("batterie");
    assertThat(config.receiveMaximum()).isEqualTo(1000);
    assertThat(config.batch()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "mqtt: {url: 'mqtt://a'}; database: missing; ingest needs database: with its url",
        "batteries: []; batteries: unknown key; known keys are mqtt, database, metrics",
        "mqtt: {backfill: on}; mqtt.backfill: unknown key",
        "mqtt: {url: 'embedded:'}; sites cannot reach a broker inside the program",
        "mqtt: {receive_maximum: 0}; mqtt.receive_maximum: 0 is outside 1 to 10000",
        "database: {url: 'postgresql://a/b'}; database.url: expected a JDBC URL of PostgreSQL",
        "database: {url: 'jdbc:postgresql://me:secret@a/b'}; a user does not belong into the URL",
        "database: {url: 'jdbc:postgresql://a/b?password=secret'}; a user does not belong into the URL",
        "database: {password: secret}; a password needs a username beside it",
        "metrics: {listen: 9464}; metrics.listen: expected an address of this machine"
      })
  void everyMistakeIsSaidInASentence(String text, String sentence) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("secret@")
        .hasMessageNotContaining("=secret");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    Path file = folder.resolve("none.yaml");
    assertThatThrownBy(() -> ConfigurationFile.readIngest(file, Map.of()))
        .hasMessage(file + ": there is no such file");
  }

  private IngestConfig read(String text) throws IOException, ConfigurationException {
    Path file = folder.resolve("ingest.yaml");
    Files.writeString(file, text);
    return ConfigurationFile.readIngest(file, Map.of());
  }
}
