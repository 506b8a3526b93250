package cellwarden.config;

import java.util.List;
import java.util.Optional;

/// A kind of scalar value: how to read it, and how to describe it to a person and to a JSON Schema.
///
/// @param expected what is wanted, to follow "expected"
/// @param secret whether no message may quote a value of this kind
/// @param pattern regular expression of the whole text, for the schema
/// @param choices all allowed texts, or empty when they cannot be listed
record ValueType<T>(
    String expected,
    boolean secret,
    Optional<String> pattern,
    List<String> choices,
    Parser<T> parser) {

  /// Reads the text of a value.
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws ValueException;
  }

  static <T> ValueType<T> of(String expected, Parser<T> parser) {
    return new ValueType<>(expected, false, Optional.empty(), List.of(), parser);
  }

  static <T> ValueType<T> secret(String expected, Parser<T> parser) {
    return new ValueType<>(expected, true, Optional.empty(), List.of(), parser);
  }

  /// A text that matches a regular expression.
  static ValueType<String> matching(String regex, String expected) {
    return of(
            expected,
            (String text) -> {
              if (!text.matches(regex)) {
                throw ValueException.of(expected, text);
              }
              return text;
            })
        .withPattern(regex);
  }

  /// The same kind, with the regular expression that the schema shall give.
  ValueType<T> withPattern(String regex) {
    return new ValueType<>(expected, secret, Optional.of(regex), choices, parser);
  }

  T parse(String text) throws ValueException {
    return parser.parse(text);
  }
}
