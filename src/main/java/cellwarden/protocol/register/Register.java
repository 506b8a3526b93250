package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;

/// A register that can be read: its number, its name for messages, and how its payload becomes a
/// record.
///
/// @param number 0 to 255
/// @param name as the field calls it, such as `basic info`
public record Register<T extends RegisterValue>(int number, String name, Decoder<T> decoder) {

  /// Turns a payload into a record.
  @FunctionalInterface
  public interface Decoder<T> {
    /// Reads the fields of the payload.
    ///
    /// @throws MalformedPayloadException if the payload cannot be this register's
    T decode(Payload payload) throws MalformedPayloadException;
  }

  /// The request that reads this register.
  public Request request() {
    return Request.read(number);
  }

  /// What the payload of an answer holds.
  ///
  /// @throws MalformedPayloadException if the payload cannot be this register's
  public T decode(Payload payload) throws MalformedPayloadException {
    return decoder.decode(payload);
  }
}
