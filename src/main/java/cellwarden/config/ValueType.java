package cellwarden.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

  static <T> ValueType<T> of(String expected, String pattern, Parser<T> parser) {
    return new ValueType<>(expected, false, Optional.of(pattern), List.of(), parser);
  }

  static <T> ValueType<T> secret(String expected, Parser<T> parser) {
    return new ValueType<>(expected, true, Optional.empty(), List.of(), parser);
  }

  /// A text that matches a regular expression.
  static ValueType<String> matching(String regex, String expected) {
    return of(
        expected,
        regex,
        text -> {
          if (!text.matches(regex)) {
            throw ValueException.of(expected, text);
          }
          return text;
        });
  }

  /// A value that lies between two others.
  ///
  /// @param least as the user would write it
  static <T extends Comparable<T>> ValueType<T> between(
      String kind, String pattern, Parser<T> parser, String least, String most) {
    String range = least + " to " + most;
    return of(
        kind + " from " + range,
        least.startsWith("0") ? pattern : "(?=.*[1-9])" + pattern,
        text -> {
          T value = parser.parse(text);
          if (value.compareTo(parser.parse(least)) < 0 || value.compareTo(parser.parse(most)) > 0) {
            throw new ValueException(text + " is outside " + range);
          }
          return value;
        });
  }

  /// One of a few words.
  static <T> ValueType<T> choice(List<String> words, Function<String, T> meaning) {
    String expected = "one of " + String.join(", ", words);
    return new ValueType<>(
        expected,
        false,
        Optional.empty(),
        words,
        text -> {
          if (!words.contains(text)) {
            throw ValueException.of(expected, text);
          }
          return meaning.apply(text);
        });
  }

  /// One of the constants, in lower case.
  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    List<String> words =
        Stream.of(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    return choice(words, word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
  }

  /// The same kind, or a word for there being none.
  ValueType<Optional<T>> or(String none) {
    Parser<Optional<T>> either =
        text -> text.equals(none) ? Optional.empty() : Optional.of(parse(text));
    return new ValueType<>(
        none + " or " + expected, secret, pattern.map(p -> none + "|" + p), choices, either);
  }

  /// The same kind with one more demand on the text.
  ValueType<T> and(Parser<String> demand) {
    return new ValueType<>(expected, secret, pattern, choices, text -> parse(demand.parse(text)));
  }

  T parse(String text) throws ValueException {
    return parser.parse(text);
  }
}
