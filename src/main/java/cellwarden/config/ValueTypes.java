package cellwarden.config;

import cellwarden.transport.Address;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The kinds of values that the table of keys uses.
final class ValueTypes {
  static final ValueType<String> NAME = nameType();
  static final ValueType<Address> ADDRESS =
      ValueType.of("an address that starts with ble:, serial:, tcp: or sim:", ValueTypes::address)
          .withPattern("[A-Za-z]+:.*");
  static final ValueType<MqttUrl> MQTT_URL =
      ValueType.of(MqttUrlForm.EXPECTED, MqttUrl::parse)
          .withPattern("(mqtts?://.+|embedded:[0-9]*)");
  static final ValueType<String> TOPIC =
      ValueType.matching(
          "[^+#$/\\x00-\\x1f]([^+#\\x00-\\x1f]*[^+#/\\x00-\\x1f])?",
          "a topic without + and #, without / at either end and without $ at the start");
  static final ValueType<String> CLIENT_ID =
      ValueType.matching("[A-Za-z0-9._:-]{1,64}", "1 to 64 letters, digits, and . _ : -");
  static final ValueType<String> TEXT = ValueType.matching("[^\\x00-\\x1f]+", "a text");
  static final ValueType<Secret> SECRET =
      ValueType.secret("a text that is not empty", ValueTypes::secret);
  static final ValueType<Path> PATH = ValueType.of("the path of a file", ValueTypes::path);
  static final ValueType<Path> SECRET_PATH =
      ValueType.secret("the path of a file", ValueTypes::path);

  private ValueTypes() {}

  static ValueType<Duration> duration(Duration least, Duration most) {
    String range = Durations.format(least) + " to " + Durations.format(most);
    return ValueType.of(
            "a duration from " + range,
            (String text) -> {
              Duration duration = Durations.parse(text);
              if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new ValueException(text + " is outside " + range);
              }
              return duration;
            })
        .withPattern(Durations.PATTERN);
  }

  /// A duration, or a word for there being none.
  static ValueType<Optional<Duration>> durationOr(String none, Duration least, Duration most) {
    ValueType<Duration> duration = duration(least, most);
    return ValueType.of(
            none + " or " + duration.expected(),
            (String text) ->
                text.equals(none) ? Optional.<Duration>empty() : Optional.of(duration.parse(text)))
        .withPattern(none + "|" + Durations.PATTERN);
  }

  static ValueType<Fsync> fsync(Duration least, Duration most) {
    ValueType<Duration> duration = duration(least, most);
    return ValueType.<Fsync>of(
            "always, never or " + duration.expected(),
            (String text) ->
                switch (text) {
                  case "always" -> new Fsync.Always();
                  case "never" -> new Fsync.Never();
                  default -> new Fsync.Every(duration.parse(text));
                })
        .withPattern("always|never|" + Durations.PATTERN);
  }

  /// @param least as the user would write it
  static ValueType<Long> size(String least, String most) {
    return ValueType.of(
            "a size from " + least + " to " + most,
            (String text) -> {
              long size = Sizes.parse(text);
              if (size < Sizes.parse(least) || size > Sizes.parse(most)) {
                throw new ValueException(text + " is outside " + least + " to " + most);
              }
              return size;
            })
        .withPattern(Sizes.PATTERN);
  }

  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    List<String> names = all.stream().map(ValueTypes::lowerCase).toList();
    return choice("one of " + String.join(", ", names), all, ValueTypes::lowerCase);
  }

  private static <T> ValueType<T> choice(String expected, List<T> all, Function<T, String> name) {
    List<String> names = all.stream().map(name).toList();
    return new ValueType<>(
        expected,
        false,
        Optional.empty(),
        names,
        (String text) -> {
          int index = names.indexOf(text);
          if (index < 0) {
            throw ValueException.of(expected, text);
          }
          return all.get(index);
        });
  }

  private static ValueType<String> nameType() {
    ValueType<String> form =
        ValueType.matching("[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, _ or -");
    return ValueType.of(
            form.expected(),
            (String text) -> {
              if (text.equals("bridge")) {
                throw new ValueException("bridge names the program itself; choose another name");
              }
              return form.parse(text);
            })
        .withPattern("(?!bridge$)[A-Za-z0-9_-]{1,64}");
  }

  private static Address address(String text) throws ValueException {
    try {
      return AddressParser.parse(text);
    } catch (AddressException e) {
      throw new ValueException(String.valueOf(e.getMessage()));
    }
  }

  private static Secret secret(String text) throws ValueException {
    if (text.isEmpty()) {
      throw new ValueException("the secret is empty");
    }
    return new Secret(text);
  }

  private static Path path(String text) throws ValueException {
    if (text.isEmpty()) {
      throw new ValueException("the path is empty");
    } else if (text.startsWith("~")) {
      throw new ValueException("~ is not replaced by the home folder; write ${HOME}");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw new ValueException("this cannot be the path of a file");
    }
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
