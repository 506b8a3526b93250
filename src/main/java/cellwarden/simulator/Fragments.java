package cellwarden.simulator;

import cellwarden.protocol.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/// Cuts bytes into fragments and joins them.
final class Fragments {

  /// What one notification of a Bluetooth module carries in every capture.
  private static final int NOTIFICATION = 20;

  private Fragments() {}

  /// As a Bluetooth module notifies them.
  static List<Payload> notifications(byte[] bytes) {
    return cut(bytes, () -> NOTIFICATION);
  }

  /// With borders anywhere; no fragment is empty.
  static List<Payload> random(byte[] bytes, Random random) {
    return cut(bytes, () -> random.nextInt(1, NOTIFICATION + 1));
  }

  /// The same borders around other bytes of the same length.
  static List<Payload> recut(byte[] bytes, List<Payload> like) {
    return cut(bytes, like.stream().mapToInt(Payload::length).iterator()::nextInt);
  }

  private static List<Payload> cut(byte[] bytes, IntSupplier sizes) {
    Payload whole = Payload.of(bytes);
    List<Payload> fragments = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = Math.min(bytes.length, at + sizes.getAsInt());
      fragments.add(whole.slice(at, end));
      at = end;
    }
    return fragments;
  }

  static byte[] join(List<Payload> fragments) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    fragments.forEach(fragment -> joined.writeBytes(fragment.toBytes()));
    return joined.toByteArray();
  }
}
