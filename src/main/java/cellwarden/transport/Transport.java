package cellwarden.transport;

import java.time.Duration;
import java.util.Map;

/// A way to reach one battery.
public interface Transport {

  /// Opens the link; when it returns, requests may be sent.
  ///
  /// An interrupt ends the attempt.
  ///
  /// @param timeout how long the attempt may take
  /// @throws TransportException if there is no link within that time; nothing is left open
  Connection connect(Duration timeout) throws TransportException, InterruptedException;

  /// To be called where the battery takes requests but only echoes them, as boards do that want to
  /// be paired first.
  ///
  /// @return whether the next connect pairs, so that it may help
  default boolean pairsAgain() {
    return false;
  }

  /// How often each thing was done to get the battery back, beyond connecting again, by its name.
  default Map<String, Integer> recoveries() {
    return Map.of();
  }
}
