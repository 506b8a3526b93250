package cellwarden.protocol;

/// The 16-bit checksum of `DD … 77` frames: the two's complement of a sum of bytes.
///
/// Requests and responses cover the same positions, from the third byte (register of a request,
/// status of a response) to the last data byte. The start byte and the byte after it (op of a
/// request, register of a response) are not covered (vendor V4; all captures agree).
final class Checksum {

  private Checksum() {}

  /// The checksum of a part of a frame.
  ///
  /// @param from first position covered
  /// @param to position after the last one covered
  /// @return 0 to 0xFFFF; an empty OK answer sums to 0 and so has the checksum 0
  static int of(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i] & 0xFF;
    }
    return -sum & 0xFFFF;
  }
}
