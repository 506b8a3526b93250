package cellwarden.transport;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The part of an address behind the question mark: `name=value` pairs joined by `&`.
record AddressOptions(SortedMap<String, String> values) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._,:+-]+");

  AddressOptions {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static AddressOptions parse(String query, String example) throws AddressException {
    SortedMap<String, String> values = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0
          || !NAME.matcher(pair.substring(0, equals)).matches()
          || !VALUE.matcher(pair.substring(equals + 1)).matches()) {
        throw new AddressException("\"" + pair + "\" is not an option name=value", example);
      }
      if (values.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        throw new AddressException(
            "the option " + pair.substring(0, equals) + " is given twice", example);
      }
    }
    return new AddressOptions(values);
  }

  static AddressOptions none() {
    return new AddressOptions(new TreeMap<>());
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

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The options as they stand in an address, with the question mark; empty when there are none.
  String text() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) ->
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(value));
    return text.toString();
  }
}
