package cellwarden.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One JSON object that was read whole: a line of the journal, a state file, a message.
///
/// A property of another type than the one asked for is as one that is not there. Of a property
/// that comes twice the last one counts.
public final class JsonObject {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Instant FIRST_TIME = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Map<String, @Nullable Object> properties;

  private JsonObject(Map<String, @Nullable Object> properties) {
    this.properties = properties;
  }

  /// Reads UTF-8 that holds one object and nothing else but white space.
  ///
  /// @throws JsonException for anything else
  public static JsonObject parse(byte[] utf8) throws JsonException {
    return parse(utf8, 0, utf8.length);
  }

  /// The same for a part of an array.
  ///
  /// @throws JsonException for anything else
  public static JsonObject parse(byte[] utf8, int start, int length) throws JsonException {
    return read(utf8, start, length, null);
  }

  /// Keeps only some properties, which is quicker; the others are checked all the same.
  ///
  /// @throws JsonException if it is no whole object
  public static JsonObject parseOnly(Set<String> names, byte[] utf8, int start, int length)
      throws JsonException {
    return read(utf8, start, length, names);
  }

  private static JsonObject read(byte[] utf8, int start, int length, @Nullable Set<String> names)
      throws JsonException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), utf8, start, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw JsonException.at(json.currentTokenLocation(), "it is no object");
      }
      JsonObject object = object(json, names);
      if (json.nextToken() != null) {
        throw JsonException.at(json.currentTokenLocation(), "something follows the object");
      }
      return object;
    } catch (JacksonException e) {
      throw JsonException.of(e);
    }
  }

  private static JsonObject object(JsonParser json, @Nullable Set<String> names) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (names == null || names.contains(name)) {
        properties.put(name, value(json, value));
      } else {
        json.skipChildren();
      }
    }
    return new JsonObject(properties);
  }

  private static @Nullable Object value(JsonParser json, JsonToken token) {
    return switch (token) {
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) json.getDoubleValue()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getString();
      case START_ARRAY -> list(json);
      case START_OBJECT -> object(json, null);
      default -> null;
    };
  }

  private static List<@Nullable Object> list(JsonParser json) {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      list.add(value(json, next));
    }
    return list;
  }

  /// The names of all properties, in their order.
  public Set<String> names() {
    return properties.keySet();
  }

  /// Whether there is a property of this name, whatever it holds.
  public boolean has(String name) {
    return properties.containsKey(name);
  }

  /// A [Long], [Double], [Boolean], [String], a list of them or a [JsonObject]; empty for null.
  public Optional<Object> value(String name) {
    return Optional.ofNullable(properties.get(name));
  }

  /// A text.
  public Optional<String> text(String name) {
    return properties.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// A time of the years 0 to 9999. Damage can make others, with which no calendar reckons.
  public Optional<Instant> time(String name) {
    try {
      return text(name)
          .map(Instant::parse)
          .filter(time -> !time.isBefore(FIRST_TIME) && !time.isAfter(LAST_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// A whole number that fits a long, written without point and exponent.
  public OptionalLong whole(String name) {
    return properties.get(name) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /// Any number.
  public OptionalDouble number(String name) {
    return properties.get(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /// An object.
  public Optional<JsonObject> object(String name) {
    return properties.get(name) instanceof JsonObject object
        ? Optional.of(object)
        : Optional.empty();
  }

  /// A list of [Long], [Double], [Boolean], [String], lists of them and objects; null is null.
  public Optional<List<@Nullable Object>> list(String name) {
    if (properties.get(name) instanceof List<?> list) {
      @SuppressWarnings("unchecked")
      List<@Nullable Object> items = (List<@Nullable Object>) list;
      return Optional.of(items);
    }
    return Optional.empty();
  }

  /// The texts of a list, or the one that stands alone; empty where there is neither.
  public List<String> texts(String name) {
    return switch (properties.get(name)) {
      case String text -> List.of(text);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }
}
