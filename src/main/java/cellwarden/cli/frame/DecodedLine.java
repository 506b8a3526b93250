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
/// @param sent whether the bytes are a client's, so that a request in them is no echo
record DecodedLine(List<Decoded> found, Optional<String> error, TenfoldUnits units, boolean sent) {

  static DecodedLine of(String line) {
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found = new ArrayList<>();
    String[] fragments = HexText.fragments(line);
    for (int i = 0; i < fragments.length; i++) {
      try {
        found.addAll(decoder.feed(HexText.bytes(fragments[i])));
      } catch (IllegalArgumentException notHex) {
        String error = "fragment " + (i + 1) + " is not an even number of hexadecimal digits";
        return new DecodedLine(List.of(), Optional.of(error), TenfoldUnits.AUTO, false);
      }
    }
    found.addAll(decoder.end());
    return new DecodedLine(found, Optional.empty(), TenfoldUnits.AUTO, false);
  }

  /// The line that one answer is.
  static DecodedLine of(Response answer, TenfoldUnits units) {
    List<Decoded> found = List.of(new Decoded.Answer(answer));
    return new DecodedLine(found, Optional.empty(), units, false);
  }

  /// What a line of a capture brought to an end.
  static DecodedLine of(List<Decoded> found, boolean sent) {
    return new DecodedLine(found, Optional.empty(), TenfoldUnits.AUTO, sent);
  }
}
