package cellwarden.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The one way in which values become JSON: no line break, no stray decimals, unknown as `null`.
public final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_SIZE = 1024;

  /// Where Java begins to write numbers with an exponent.
  private static final double SMALLEST_PLAIN = 1e-3;

  private static final double SMALLEST_WITH_EXPONENT = 1e7;

  private JsonText() {}

  /// What stands between the braces of an object.
  @FunctionalInterface
  public interface Body {
    /// Writes the properties.
    void write(JsonGenerator json);
  }

  /// UTF-8 of one object.
  public static byte[] object(Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /// UTF-8 of what [#writeValue] takes.
  public static byte[] of(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      writeValue(json, value);
    }
    return out.toByteArray();
  }

  /// Writes a number, a truth value, a text, a list or a map of them; null is `null`.
  public static void writeValue(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Double number -> json.writeNumber(number(number));
      case Integer number -> json.writeNumber(number.intValue());
      case Long number -> json.writeNumber(number.longValue());
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(item -> writeValue(json, item));
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach((name, item) -> {
          json.writeName(name.toString());
          writeValue(json, item);
        });
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }

  /// Never with an exponent, which is JSON too, but which not every reader of numbers understands.
  public static String number(double number) {
    double size = Math.abs(number);
    return size == 0 || (size >= SMALLEST_PLAIN && size < SMALLEST_WITH_EXPONENT)
        ? Double.toString(number)
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
