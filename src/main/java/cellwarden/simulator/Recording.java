package cellwarden.simulator;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.ResponseDecoder;
import java.util.List;

/// One recorded answer.
///
/// @param id of the entry in the file
/// @param fragments as the link delivered them
record Recording(String id, Request request, List<Payload> fragments) {

  Recording {
    fragments = List.copyOf(fragments);
  }

  /// A recording whose request is stated as the bytes that were sent.
  ///
  /// @throws IllegalArgumentException if they are no request
  static Recording of(String id, Payload sent, List<Payload> fragments) {
    List<Decoded> found = new ResponseDecoder().feed(sent.toBytes());
    if (found.size() == 1 && found.getFirst() instanceof Decoded.Echo(Request request)) {
      return new Recording(id, request, fragments);
    }
    throw new IllegalArgumentException(sent + " is not one whole request");
  }
}
