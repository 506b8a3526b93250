package cellwarden.cli;

import java.util.List;
import java.util.Map;

/// Reads JSON without losing a digit: numbers become decimals without zeros at their end, so that
/// 1.50 equals 1.5 and differs from 1.5000000000000001.
final class ExactJson {

  /// What `null` becomes, since maps and lists here hold none.
  static final Object NULL = "null";

  private ExactJson() {}

  /// Reads one object; names keep their order.
  static Map<String, Object> object(String text) {
    return map(Json.object(text, Exact::of, NULL));
  }

  /// A value that must be there.
  static <T> T get(Map<String, T> object, String name) {
    T value = object.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + object);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
