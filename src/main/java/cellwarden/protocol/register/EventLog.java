package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;

/// The registers of a board that keeps a log of events, as a board of 314 Ah answers reads of them:
/// 07 says how long the log is, 08 gives the next entry. Older boards take passwords there.
public sealed interface EventLog extends RegisterValue {

  Register<Length> LENGTH = new Register<>(0x07, "event log length", Length::decode);

  Register<Entry> ENTRY = new Register<>(0x08, "event log entry", Entry::new);

  /// Register 07.
  ///
  /// @param entries 0 to 65535
  /// @param second the second word, which no source explains; by its look (300 beside 226 entries)
  ///   how many the log can hold
  record Length(int entries, int second) implements EventLog {

    private static final int BYTES = 4;

    private static Length decode(Payload payload) throws MalformedPayloadException {
      if (payload.length() != BYTES) {
        throw new MalformedPayloadException(
            "an event log length is " + BYTES + " bytes, the payload has " + payload.length());
      }
      PayloadReader in = new PayloadReader(payload);
      return new Length(in.u16(), in.u16());
    }
  }

  /// Register 08.
  ///
  /// @param bytes of which no source says what they mean
  record Entry(Payload bytes) implements EventLog {}
}
