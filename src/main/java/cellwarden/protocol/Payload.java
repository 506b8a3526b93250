package cellwarden.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/// The immutable data bytes of a frame, read as the big-endian numbers of the protocol.
public final class Payload {

  /// No bytes at all: an acknowledgement or a refusal.
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Copies the given bytes.
  public static Payload of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes.clone());
  }

  /// Parses hex without blanks, such as `0618fee1`.
  ///
  /// @throws IllegalArgumentException if the text is not an even number of hex digits
  public static Payload ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  static Payload copyOf(byte[] source, int from, int to) {
    return from == to ? EMPTY : new Payload(Arrays.copyOfRange(source, from, to));
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /// The byte at `index`, 0 to 255.
  public int u8(int index) {
    return bytes[index] & 0xFF;
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// Lower-case hex without blanks.
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /// The bytes from `from` up to but not including `to`.
  public Payload slice(int from, int to) {
    return copyOf(bytes, from, to);
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
