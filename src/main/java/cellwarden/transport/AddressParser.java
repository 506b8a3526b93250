package cellwarden.transport;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads addresses in their text form.
public final class AddressParser {

  /// Most addresses without a known scheme are right but for the scheme, so their shape tells which
  /// one is missing.
  private static final Map<Pattern, String> SCHEMES =
      Map.of(
          BleAddress.MAC,
          "ble",
          Pattern.compile("/.*"),
          "serial",
          Pattern.compile("[0-9.]+:[0-9]+"),
          "tcp");

  private AddressParser() {}

  /// The address that a text stands for.
  ///
  /// @throws AddressException with one sentence that says what is wrong and shows the right form
  public static Address parse(String text) throws AddressException {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String example = exampleOf(scheme);
    String rest = text.substring(colon + 1);
    if (rest.startsWith("//")) {
      throw new AddressException("no // belongs into an address", example);
    }
    int question = rest.indexOf('?');
    String target = question < 0 ? rest : rest.substring(0, question);
    AddressOptions options =
        question < 0
            ? AddressOptions.NONE
            : AddressOptions.parse(rest.substring(question + 1), example);
    return switch (scheme) {
      case "ble" -> BleAddress.parse(target, options);
      case "serial" -> SerialAddress.parse(target, options);
      case "tcp" -> TcpAddress.parse(target, options);
      case "sim" -> SimAddress.parse(target, options);
      default -> throw withoutScheme(text, scheme);
    };
  }

  private static String exampleOf(String scheme) {
    return switch (scheme) {
      case "serial" -> SerialAddress.EXAMPLE;
      case "tcp" -> TcpAddress.EXAMPLE;
      case "sim" -> SimAddress.EXAMPLE;
      default -> BleAddress.EXAMPLE;
    };
  }

  private static AddressException withoutScheme(String text, String scheme) {
    for (Map.Entry<Pattern, String> missing : SCHEMES.entrySet()) {
      if (missing.getKey().matcher(text).matches()) {
        return new AddressException("the scheme is missing", missing.getValue() + ":" + text);
      }
    }
    String problem = scheme.isEmpty() ? "the scheme is missing" : "unknown scheme " + scheme;
    return new AddressException(
        problem + ", an address starts with ble:, serial:, tcp: or sim:", BleAddress.EXAMPLE);
  }
}
