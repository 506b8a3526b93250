package cellwarden.protocol;

/// A request of the host: `DD | op | register | length | data | checksum | 77`.
///
/// @param register 0 to 255
/// @param data at most 255 bytes; empty for the plain reads
public record Request(Op op, int register, Payload data) {

  /// What the host wants; the op byte does not come back in the answer.
  public enum Op {
    READ(0xA5),
    WRITE(0x5A);

    private final int code;

    Op(int code) {
      this.code = code;
    }

    /// The second byte of such a request.
    public int code() {
      return code;
    }

    /// Whether a frame with this second byte is a request. No register has such a number, so an
    /// answer never has it.
    static boolean isOp(int code) {
      return code == READ.code || code == WRITE.code;
    }
  }

  /// @throws IllegalArgumentException if the register or the length of the data does not fit one
  ///   byte
  public Request {
    if (register < 0 || register > 0xFF) {
      throw new IllegalArgumentException(
          "a register is 00 to FF, not " + Integer.toHexString(register));
    }
    if (data.length() > FrameFormat.MAX_DATA) {
      throw new IllegalArgumentException(
          "a frame carries at most " + FrameFormat.MAX_DATA + " data bytes, not " + data.length());
    }
  }

  public static Request read(int register) {
    return new Request(Op.READ, register, Payload.EMPTY);
  }

  public static Request write(int register, Payload data) {
    return new Request(Op.WRITE, register, data);
  }

  /// The bytes to send.
  public byte[] encode() {
    return FrameFormat.frame(op.code, register, data);
  }

  /// The request in a frame whose second byte is an op: what a module or a half-duplex line echoes.
  static Request ofFrame(byte[] buffer, int start) {
    Op op = (buffer[start + 1] & 0xFF) == Op.READ.code ? Op.READ : Op.WRITE;
    return new Request(op, buffer[start + 2] & 0xFF, FrameFormat.data(buffer, start));
  }
}
