package cellwarden.cli.frame;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.register.TenfoldUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one line of hex held: one stream of bytes, blanks between the fragments.
///
/// @param found in the order of the stream
/// @param error why the line is no hex; nothing is found then
/// @param units override of the device's unit flag
record DecodedLine(List<Decoded> found, Optional<String> error, TenfoldUnits units) {

  static DecodedLine of(String line) {
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found = new ArrayList<>();
    String[] fragments = HexText.fragments(line);
    for (int i = 0; i < fragments.length; i++) {
      try {
        found.addAll(decoder.feed(HexText.bytes(fragments[i])));
      } catch (IllegalArgumentException notHex) {
        String error = "fragment " + (i + 1) + " is not an even number of hexadecimal digits";
        return new DecodedLine(List.of(), Optional.of(error), TenfoldUnits.AUTO);
      }
    }
    found.addAll(decoder.end());
    return new DecodedLine(found, Optional.empty(), TenfoldUnits.AUTO);
  }

  /// The line that one answer is.
  static DecodedLine of(Response answer, TenfoldUnits units) {
    return new DecodedLine(List.of(new Decoded.Answer(answer)), Optional.empty(), units);
  }
}
