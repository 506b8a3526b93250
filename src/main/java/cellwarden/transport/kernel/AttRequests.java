package cellwarden.transport.kernel;

/// Asks a device one thing after the other.
@FunctionalInterface
interface AttRequests {

  /// Sends a request and waits for its answer.
  ///
  /// @return the response, at least its code
  /// @throws LinkException.Refused if the device answered with an error
  /// @throws LinkException.Silent if it did not answer in time; nothing may be asked afterwards
  byte[] ask(byte[] request) throws LinkException, InterruptedException;
}
