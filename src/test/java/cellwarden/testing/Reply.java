package cellwarden.testing;

import cellwarden.protocol.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What a scripted link delivers after one request: fragments, each at its time, and perhaps the
/// loss of the link.
public record Reply(List<Arrival> arrivals) {

  /// One fragment, or the loss of the link.
  ///
  /// @param after time since the request was sent
  /// @param fragment empty where the link is lost
  public record Arrival(Duration after, Optional<Payload> fragment) {}

  /// Nothing comes.
  public static Reply silence() {
    return new Reply(List.of());
  }

  /// Comes at once, one fragment each.
  public static Reply of(byte[]... fragments) {
    return silence().then(Duration.ZERO, fragments);
  }

  /// Hex, one fragment each.
  public static Reply ofHex(String... fragments) {
    Reply reply = silence();
    for (String fragment : fragments) {
      reply = reply.then(Duration.ZERO, HexFormat.of().parseHex(fragment.replace(" ", "")));
    }
    return reply;
  }

  /// The link drops.
  public static Reply lost() {
    return silence().thenLost();
  }

  /// Further fragments so long after the request.
  public Reply then(Duration after, byte[]... fragments) {
    List<Arrival> all = new ArrayList<>(arrivals);
    for (byte[] fragment : fragments) {
      all.add(new Arrival(after, Optional.of(Payload.of(fragment))));
    }
    return new Reply(all);
  }

  /// The link drops behind what has arrived.
  public Reply thenLost() {
    List<Arrival> all = new ArrayList<>(arrivals);
    all.add(new Arrival(Duration.ZERO, Optional.empty()));
    return new Reply(all);
  }
}
