package cellwarden.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// An open link to one battery, used by one thread as a lexical scope: `try (Connection c =
/// transport.connect(…))`.
public interface Connection extends AutoCloseable {

  /// Sends all bytes of one request.
  ///
  /// @throws TransportException if the link is gone
  void send(byte[] bytes) throws TransportException, InterruptedException;

  /// The next fragment, as the link delivered it; fragments that arrived before are returned
  /// without waiting, oldest first.
  ///
  /// An interrupt ends the wait, within 0.1 s.
  ///
  /// @param timeout how long to wait; zero only takes what has already arrived
  /// @return the fragment, empty when none came in time; with a timeout of zero, only when nothing
  ///   that arrived is left
  /// @throws TransportException if the link is gone and every fragment that arrived before was
  ///   taken
  byte[] receive(Duration timeout) throws TransportException, InterruptedException;

  /// Signal strength of the link, dBm; empty where there is none.
  default OptionalInt rssi() {
    return OptionalInt.empty();
  }

  /// Which Bluetooth stack carries the link; empty where there is no choice.
  default Optional<BleAddress.Stack> stack() {
    return Optional.empty();
  }

  /// Where in the battery's attributes the frames flow, for people; empty where there are none.
  default Optional<String> layout() {
    return Optional.empty();
  }

  /// Ends the link; the battery is free for others when it returns. May be called again.
  @Override
  void close();
}
