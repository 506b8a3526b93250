package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Key.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The add-on asks for what the table of keys has. Where it does not, this test prints what must
/// stand in its file; with `-Daddon.write` it writes it.
final class HomeAssistantAddOnTest {
  private static final Path FILE = Path.of("packaging/home-assistant/cellwarden/config.yaml");

  @Test
  void optionsAreTheKeysOfTheConfiguration() throws IOException {
    String file = Files.readString(FILE);
    int at = file.indexOf("\nschema:\n");
    String before = at < 0 ? file : file.substring(0, at + 1);
    String wanted = before + schema();
    if (System.getProperty("addon.write") != null) {
      Files.writeString(FILE, wanted);
    }
    assertThat(file).isEqualTo(wanted);
  }

  /// Home Assistant refuses options in which a section of the schema is missing.
  @Test
  void everySectionStandsInTheOptions() throws IOException {
    String file = Files.readString(FILE);
    String options = file.substring(file.indexOf("\noptions:\n"), file.indexOf("\nschema:\n"));
    assertThat(Section.ofService().stream().filter(section -> !section.single()))
        .allSatisfy(section -> assertThat(options).contains("\n  " + section.key() + ":"));
  }

  @Test
  void versionIsThatOfTheProgram() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>cellwarden</artifactId>\\s*<version>(.*?)</version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(FILE)).contains("\nversion: " + version.group(1) + "\n");
  }

  /// In the add-on's words; no option may be left out but by its question mark, sections not at
  /// all.
  private static String schema() {
    StringBuilder schema = new StringBuilder("schema:\n");
    for (Section section : Section.ofService()) {
      String indent = section.single() ? "  " : section.list() ? "    - " : "    ";
      if (!section.single()) {
        schema.append("  ").append(section.key()).append(":\n");
      }
      for (Key<?> key : Keys.of(section)) {
        schema.append(indent).append(key.name()).append(": '").append(type(key)).append("'\n");
        indent = section.list() ? "      " : "    ";
      }
    }
    return schema.toString();
  }

  private static String type(Key<?> key) {
    ValueType<?> type = key.type();
    String words;
    if (type.secret() && !key.name().endsWith("_file")) {
      words = "password";
    } else if (!type.choices().isEmpty()) {
      words = "list(" + String.join("|", type.choices()) + ")";
    } else {
      words = type.pattern().map(pattern -> "match(^(" + pattern + ")$)").orElse("str");
    }
    return words.replace("'", "''") + (key.need() == Key.Need.REQUIRED ? "" : "?");
  }
}
