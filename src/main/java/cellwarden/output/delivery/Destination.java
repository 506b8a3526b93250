package cellwarden.output.delivery;

import java.util.function.UnaryOperator;

/// Where samples from the journal are delivered to during one session, such as the history topics
/// of a broker.
@FunctionalInterface
public interface Destination {

  /// Delivers a sample and waits for the acknowledgement.
  ///
  /// @param json UTF-8 of its line as it stands in the journal
  /// @return whether it is acknowledged; where not, nobody knows whether it came: the session is
  ///   broken, or slow to answer
  /// @throws RefusedException if samples of this battery are not taken
  boolean deliver(String battery, byte[] json) throws RefusedException, InterruptedException;

  /// What messages call an output and its destination.
  ///
  /// @param output such as `mqtt`, also the name of its section in the configuration
  /// @param receiver who takes the samples, such as `the broker`
  /// @param place where those of a battery go, such as a topic; of `+`, where those of each go
  /// @param advice what to do where the receiver refuses them
  record Words(String output, String receiver, UnaryOperator<String> place, String advice) {}

  /// Samples of this battery are not taken. The message says why, for the middle of a sentence.
  final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
