package cellwarden.cli.frame;

import cellwarden.cli.console.CommandException;
import cellwarden.protocol.Payload;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hexadecimal numbers and data from the command line.
///
/// Messages never repeat data: a write to a password register holds a password.
final class HexArgument {

  private static final int MAX_BYTES = 0xFF;
  private static final Pattern NUMBER = Pattern.compile("(?:0[xX])?([0-9a-fA-F]{1,2})");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F]{2}([:-]?[0-9a-fA-F]{2}){5}");

  private HexArgument() {}

  /// A number of one byte: `3`, `03` and `0x03` are the same.
  static int number(String what, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw CommandException.usage(
          "the " + what + " '" + text + "' is not a hexadecimal number from 00 to FF");
    }
    return Integer.parseInt(NUMBER.matcher(text).replaceFirst("$1"), 16);
  }

  /// Data of a frame, in any form of [HexText]; blanks between bytes are welcome.
  static Payload data(List<String> parts) {
    String hex =
        parts.stream()
            .flatMap(part -> Arrays.stream(HexText.fragments(part)))
            .map(HexText::digits)
            .collect(Collectors.joining());
    for (int i = 0; i < hex.length(); i++) {
      if (!HexFormat.isHexDigit(hex.charAt(i))) {
        throw CommandException.usage(
            "character " + (i + 1) + " of the data is not a hexadecimal digit");
      }
    }
    if (hex.length() % 2 != 0) {
      throw CommandException.usage(
          "the data has " + hex.length() + " hexadecimal digits, but a byte needs two of them");
    }
    if (hex.length() / 2 > MAX_BYTES) {
      throw CommandException.usage(
          "a frame carries at most " + MAX_BYTES + " data bytes, not " + hex.length() / 2);
    }
    return Payload.ofHex(hex);
  }

  /// The six bytes of a Bluetooth address, first printed octet first.
  static byte[] address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      throw CommandException.usage(
          "'" + text + "' is not a Bluetooth address such as A4:C1:38:00:11:22");
    }
    return HexFormat.of().parseHex(text.replaceAll("[:-]", ""));
  }

  /// Lower case without blanks.
  static String print(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
