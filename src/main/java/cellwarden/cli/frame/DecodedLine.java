package cellwarden.cli;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.register.TenfoldUnits;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one line of hex held: one stream of bytes, blanks between the fragments.
///
/// @param found in the order of the stream
/// @param error why the line is no hex; nothing is found then
/// @param units override of the device's unit flag
record DecodedLine(List<Decoded> found, Optional<String> error, TenfoldUnits units) {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  static DecodedLine of(String line) {
    return of(line, TenfoldUnits.AUTO);
  }

  static DecodedLine of(String line, TenfoldUnits units) {
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found = new ArrayList<>();
    if (!line.isBlank()) {
      String[] fragments = BLANKS.split(line.strip(), -1);
      for (int i = 0; i < fragments.length; i++) {
        try {
          found.addAll(decoder.feed(HexFormat.of().parseHex(fragments[i])));
        } catch (IllegalArgumentException notHex) {
          return new DecodedLine(
              List.of(),
              Optional.of("fragment " + (i + 1) + " is not an even number of hexadecimal digits"),
              units);
        }
      }
    }
    found.addAll(decoder.end());
    return new DecodedLine(found, Optional.empty(), units);
  }
}
