package cellwarden.transport;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Where a battery is. The text form is the same in the configuration file, on the command line and
/// in messages:
///
/// - `ble:A4:C1:38:00:11:22` with the options `adapter=hci1`, `stack=auto|kernel|bluez`,
///   `write_handle=0x15`
/// - `serial:/dev/ttyUSB0` with the option `baud=9600`
/// - `tcp:192.168.1.7:8899`, `tcp:[::1]:8899`
/// - `sim:`, `sim:4s`, `sim:16s?faults=noisy&seed=7`
///
/// Two addresses are equal when their canonical texts ([#toString()]) are equal.
public sealed interface Address permits BleAddress, SerialAddress, TcpAddress, SimAddress {

  /// Reads the text form.
  ///
  /// @throws AddressException with one sentence that says what is wrong and shows the right form
  static Address parse(String text) throws AddressException {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    if (rest.startsWith("//")) {
      throw new AddressException("no // belongs into an address", exampleOf(scheme));
    }
    int question = rest.indexOf('?');
    String target = question < 0 ? rest : rest.substring(0, question);
    AddressOptions options =
        question < 0
            ? AddressOptions.none()
            : AddressOptions.parse(rest.substring(question + 1), exampleOf(scheme));
    return switch (scheme) {
      case "ble" -> BleAddress.parse(target, options);
      case "serial" -> SerialAddress.parse(target, options);
      case "tcp" -> TcpAddress.parse(target, options);
      case "sim" -> SimAddress.parse(target, options);
      default -> throw withoutScheme(text, scheme);
    };
  }

  /// The canonical text, which [#parse(String)] reads back to an equal address.
  @Override
  String toString();

  private static String exampleOf(String scheme) {
    return switch (scheme) {
      case "serial" -> SerialAddress.EXAMPLE;
      case "tcp" -> TcpAddress.EXAMPLE;
      case "sim" -> SimAddress.EXAMPLE;
      default -> BleAddress.EXAMPLE;
    };
  }

  /// Most addresses without a known scheme are right but for the scheme, so their shape tells which
  /// one is missing.
  private static AddressException withoutScheme(String text, String scheme) {
    Map<Pattern, String> shapes =
        Map.of(
            BleAddress.MAC,
            "ble",
            Pattern.compile("/.*"),
            "serial",
            Pattern.compile("[0-9.]+:[0-9]+"),
            "tcp");
    for (Map.Entry<Pattern, String> shape : shapes.entrySet()) {
      if (shape.getKey().matcher(text).matches()) {
        return new AddressException("the scheme is missing", shape.getValue() + ":" + text);
      }
    }
    String problem = scheme.isEmpty() ? "the scheme is missing" : "unknown scheme " + scheme;
    return new AddressException(
        problem + ", an address starts with ble:, serial:, tcp: or sim:", BleAddress.EXAMPLE);
  }
}
