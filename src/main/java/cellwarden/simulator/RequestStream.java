package cellwarden.simulator;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.ResponseDecoder;
import java.util.List;

/// Finds the requests in what a client sends.
final class RequestStream {

  private final ResponseDecoder decoder = new ResponseDecoder();

  /// Forgets half a request.
  void reset() {
    decoder.reset();
  }

  /// The whole requests to the BMS and to its Bluetooth module.
  ///
  /// A whole request is taken as such, whatever half request came before it: a real board forgets
  /// that after a pause.
  List<Decoded> feed(byte[] bytes) {
    List<Decoded> whole = requestsIn(new ResponseDecoder().feed(bytes));
    if (whole.isEmpty()) {
      return requestsIn(decoder.feed(bytes));
    }
    decoder.reset();
    return whole;
  }

  private static List<Decoded> requestsIn(List<Decoded> decoded) {
    return decoded.stream()
        .filter(found -> found instanceof Decoded.Echo || found instanceof Decoded.Module)
        .toList();
  }
}
