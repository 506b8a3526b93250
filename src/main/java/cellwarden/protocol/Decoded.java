package cellwarden.protocol;

/// What [ResponseDecoder] finds in a stream of bytes.
public sealed interface Decoded {

  /// A valid answer of the BMS; its register still has to be compared with the request.
  record Answer(Response response) implements Decoded {}

  /// One of our own requests come back: some modules echo what they do not accept, some half-duplex
  /// lines everything.
  record Echo(Request request) implements Decoded {}

  /// A valid frame of the Bluetooth module.
  record Module(ModuleFrame frame) implements Decoded {}

  /// Bytes that belong to no valid frame.
  ///
  /// @param bytes how many, at least 1
  record Skipped(int bytes, Reason reason) implements Decoded {}

  /// Why bytes were skipped, judged at the first of them.
  enum Reason {
    /// Not a start byte.
    BAD_START,
    /// A start byte, but no `77` where its length byte puts the end.
    BAD_END,
    /// A start byte with an end, but another checksum (or module sum) than the bytes add up to.
    BAD_CHECKSUM,
    /// A start byte whose frame the stream ended before.
    TRUNCATED
  }
}
