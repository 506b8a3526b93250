package cellwarden.protocol;

/// An answer of the BMS: `DD | register | status | length | data | checksum | 77`.
///
/// The register byte is not covered by the checksum, so whoever waits for an answer compares it
/// with the request.
///
/// @param register 0 to 255, other than A5 and 5A
/// @param status 0 for OK; any other value is a refusal, see [Status]
public record Response(int register, int status, Payload payload) {

  /// Whether the device did what it was asked.
  public boolean isOk() {
    return status == Status.OK;
  }

  /// The bytes that a BMS sends.
  public byte[] encode() {
    return FrameFormat.frame(register, status, payload);
  }

  static Response ofFrame(byte[] buffer, int start) {
    return new Response(
        buffer[start + 1] & 0xFF, buffer[start + 2] & 0xFF, FrameFormat.data(buffer, start));
  }
}
