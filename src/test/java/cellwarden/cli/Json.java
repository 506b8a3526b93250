package cellwarden.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON into maps, lists, strings, booleans and numbers, doubles unless told otherwise.
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  public static Map<String, @Nullable Object> object(String text) {
    return object(text, Double::valueOf, null);
  }

  /// Reads one object.
  ///
  /// @param number makes a number of its digits
  /// @param nothing what `null` becomes
  public static Map<String, @Nullable Object> object(
      String text, Function<String, Object> number, @Nullable Object nothing) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return map(value(parser, number, nothing));
    }
  }

  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> map(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, @Nullable Object>) value;
  }

  public static List<?> list(@Nullable Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  private static @Nullable Object value(
      JsonParser parser, Function<String, Object> number, @Nullable Object nothing) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser, number, nothing));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, number, nothing));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number.apply(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> nothing;
      default -> throw new IllegalStateException("no JSON value: " + token);
    };
  }
}
