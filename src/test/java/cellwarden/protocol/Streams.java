package cellwarden.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Streams fed to a decoder in slices, and what came of them.
final class Streams {

  private Streams() {}

  /// Everything that a new decoder finds in the fragments, the end included.
  static List<Decoded> decode(byte[]... fragments) {
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found = new ArrayList<>();
    for (byte[] fragment : fragments) {
      found.addAll(decoder.feed(fragment));
    }
    found.addAll(decoder.end());
    return found;
  }

  /// Cuts at the given positions, in ascending order.
  static byte[][] cut(byte[] stream, int... positions) {
    byte[][] fragments = new byte[positions.length + 1][];
    int from = 0;
    for (int i = 0; i < positions.length; i++) {
      fragments[i] = Arrays.copyOfRange(stream, from, positions[i]);
      from = positions[i];
    }
    fragments[positions.length] = Arrays.copyOfRange(stream, from, stream.length);
    return fragments;
  }

  static byte[][] cutAnywhere(byte[] stream, RandomGenerator random) {
    int[] positions = random.ints(random.nextInt(6), 0, stream.length + 1).sorted().toArray();
    return cut(stream, positions);
  }

  static byte[][] bytewise(byte[] stream) {
    return cut(stream, java.util.stream.IntStream.range(1, stream.length).toArray());
  }

  /// The bytes of a frame as they stood on the wire; none for skipped ones.
  static byte[] encoded(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Answer(Response response) -> response.encode();
      case Decoded.Echo(Request request) -> request.encode();
      case Decoded.Module(ModuleFrame frame) -> frame.encode();
      case Decoded.Skipped _ -> new byte[0];
    };
  }

  static int size(Decoded decoded) {
    return decoded instanceof Decoded.Skipped(int bytes, Decoded.Reason _)
        ? bytes
        : encoded(decoded).length;
  }

  static List<Decoded> withoutSkipped(List<Decoded> found) {
    return found.stream().filter(decoded -> !(decoded instanceof Decoded.Skipped)).toList();
  }
}
