package cellwarden.config;

import cellwarden.config.Key.Section;
import cellwarden.json.JsonText;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/// The JSON Schema of the configuration file, for editors that complete and check while one types.
/// Any value may be `${NAME}` instead, so each kind stands beside that.
public final class ConfigurationSchema {
  private ConfigurationSchema() {}

  /// The schema (draft 2020-12) as JSON, with a line feed at its end.
  public static String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonFactory.builder().build().createGenerator(new Pretty(), text)) {
      JsonText.writeValue(json, schema());
    }
    return text.append('\n').toString();
  }

  private static Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Cellwarden configuration");
    Map<String, Object> sections = new LinkedHashMap<>();
    for (Section section : Section.ofService()) {
      sections.put(
          section.key(), section.single() ? key(Keys.of(section).getFirst()) : section(section));
    }
    putObject(schema, sections, List.of(Section.BATTERIES.key()));
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("description", "A text with environment variables in it.");
    environment.put("type", "string");
    environment.put("pattern", YamlSection.REFERENCE_PATTERN);
    schema.put("$defs", Map.of("environment", environment));
    return schema;
  }

  private static void putObject(
      Map<String, Object> schema, Map<String, Object> properties, List<String> required) {
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("patternProperties", Map.of("^" + YamlSection.FREE_PREFIX, Map.of()));
    schema.put("additionalProperties", false);
  }

  private static Map<String, Object> section(Section section) {
    Map<String, Object> keys = new LinkedHashMap<>();
    Keys.of(section).forEach(key -> keys.put(key.name(), key(key)));
    List<String> required =
        Keys.of(section).stream().filter(Key::required).<String>map(Key::name).toList();
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", section.meaning());
    if (section.list()) {
      Map<String, Object> items = new LinkedHashMap<>();
      putObject(items, keys, required);
      schema.put("type", "array");
      schema.put("minItems", 1);
      schema.put("items", items);
    } else {
      putObject(schema, keys, required);
    }
    return schema;
  }

  private static Map<String, Object> key(Key<?> key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", key.meaning());
    if (key.type().secret()) {
      schema.put("writeOnly", true);
    }
    switch (key.need()) {
      case DEFAULTED -> schema.put("default", key.samples().getFirst());
      case REQUIRED -> schema.put("examples", key.samples());
      case OPTIONAL -> {}
    }
    schema.put("anyOf", List.of(type(key.type()), Map.of("$ref", "#/$defs/environment")));
    return schema;
  }

  private static Map<String, Object> type(ValueType<?> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type.choices().isEmpty()) {
      // YAML takes a bare 4711 for a number, and the reader takes its text where that fits.
      boolean numbersFit = type.pattern().map("4711"::matches).orElse(true);
      schema.put("type", numbersFit ? List.of("string", "number") : List.of("string"));
    } else {
      schema.put("enum", type.choices());
    }
    type.pattern().ifPresent(pattern -> schema.put("pattern", "^(" + pattern + ")$"));
    return schema;
  }

  /// Two blanks for each level, and the same line feed on every system.
  private static final class Pretty extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      Separators separators =
          Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);
      return new DefaultPrettyPrinter(separators)
          .withObjectIndenter(indenter)
          .withArrayIndenter(indenter);
    }
  }
}
