package cellwarden.simulator;

import cellwarden.protocol.Payload;
import java.time.Duration;

/// What a link delivers to the client.
public sealed interface Delivery {

  /// Bytes that arrive together.
  ///
  /// @param after how long after the request they leave, at the earliest
  record Fragment(Payload bytes, Duration after) implements Delivery {}

  /// The BMS closes the link behind what it has sent.
  record HangUp() implements Delivery {}
}
