package cellwarden.transport;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The end of an address, after the question mark: `name=value` pairs joined by `&`.
record AddressOptions(SortedMap<String, String> values) {

  static final AddressOptions NONE = new AddressOptions(new TreeMap<>());

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._,:+-]+");

  AddressOptions {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static AddressOptions parse(String query, String example) throws AddressException {
    SortedMap<String, String> values = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = pair.substring(0, Math.max(0, equals));
      String value = pair.substring(equals + 1);
      if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        throw new AddressException(pair, "is not an option name=value", example);
      }
      if (values.put(name, value) != null) {
        throw new AddressException("the option " + name + " is given twice", example);
      }
    }
    return new AddressOptions(values);
  }

  /// Refuses every option that is not in `known`.
  void allowOnly(List<String> known, String example) throws AddressException {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new AddressException("unknown option " + name + ", " + sentence(known), example);
      }
    }
  }

  private static String sentence(List<String> known) {
    return switch (known.size()) {
      case 0 -> "this kind of address takes none";
      case 1 -> "the only known option is " + known.getFirst();
      default -> "known options are " + String.join(", ", known);
    };
  }

  /// The value of an option, if it is given.
  ///
  /// @param problem what is wrong with a value that is not right, such as "is not an adapter"
  Optional<String> find(String name, Predicate<String> right, String problem, String example)
      throws AddressException {
    Optional<String> value = Optional.ofNullable(values.get(name));
    if (value.isPresent() && !right.test(value.get())) {
      throw new AddressException(value.get(), problem, example);
    }
    return value;
  }

  /// The options as they stand in an address, with the question mark; empty when there are none.
  String text() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) ->
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(value));
    return text.toString();
  }
}
