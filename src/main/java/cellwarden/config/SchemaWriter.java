package cellwarden.config;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Writes the table of keys as a JSON Schema. Any value may be `${NAME}` instead, so each kind
/// stands beside that.
record SchemaWriter(JsonGenerator json) {

  void write() {
    json.writeStartObject();
    json.writeStringProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.writeStringProperty("title", "Cellwarden configuration");
    json.writeStringProperty("type", "object");
    json.writeObjectPropertyStart("properties");
    for (Section section : Section.values()) {
      section(section);
    }
    json.writeEndObject();
    strings("required", List.of(Section.BATTERIES.key()));
    json.writeBooleanProperty("additionalProperties", false);
    json.writeObjectPropertyStart("$defs");
    json.writeObjectPropertyStart("environment");
    json.writeStringProperty("description", "A text with environment variables in it.");
    json.writeStringProperty("type", "string");
    json.writeStringProperty("pattern", Environment.PATTERN);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void section(Section section) {
    json.writeObjectPropertyStart(section.key());
    json.writeStringProperty("description", section.meaning());
    if (section.list()) {
      json.writeStringProperty("type", "array");
      json.writeNumberProperty("minItems", 1);
      json.writeObjectPropertyStart("items");
      keys(Keys.of(section));
      json.writeEndObject();
    } else {
      keys(Keys.of(section));
    }
    json.writeEndObject();
  }

  private void keys(List<Key<?>> keys) {
    json.writeStringProperty("type", "object");
    json.writeObjectPropertyStart("properties");
    for (Key<?> key : keys) {
      key(key);
    }
    json.writeEndObject();
    List<String> required = keys.stream().filter(Key::required).<String>map(Key::name).toList();
    if (!required.isEmpty()) {
      strings("required", required);
    }
    json.writeBooleanProperty("additionalProperties", false);
  }

  private void key(Key<?> key) {
    json.writeObjectPropertyStart(key.name());
    json.writeStringProperty("description", key.meaning());
    if (key.type().secret()) {
      json.writeBooleanProperty("writeOnly", true);
    }
    switch (key.need()) {
      case DEFAULTED -> {
        json.writeName("default");
        json.writeString(key.samples().getFirst());
      }
      case REQUIRED -> strings("examples", key.samples());
      case OPTIONAL -> {}
    }
    json.writeArrayPropertyStart("anyOf");
    type(key.type());
    json.writeStartObject();
    json.writeStringProperty("$ref", "#/$defs/environment");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void type(ValueType<?> type) {
    json.writeStartObject();
    if (type.choices().isEmpty()) {
      // YAML takes a bare 4711 for a number, and the reader takes its text where that fits.
      boolean numbersFit = type.pattern().map("4711"::matches).orElse(true);
      strings("type", numbersFit ? List.of("string", "number") : List.of("string"));
    } else {
      json.writeArrayPropertyStart("enum");
      type.choices().forEach(json::writeString);
      json.writeEndArray();
    }
    type.pattern().ifPresent(p -> json.writeStringProperty("pattern", "^(" + p + ")$"));
    json.writeEndObject();
  }

  private void strings(String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
