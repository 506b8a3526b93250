package cellwarden.simulator;

import cellwarden.protocol.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Cuts bytes into fragments and joins them.
final class Fragments {

  /// What one notification of a Bluetooth module carries in every capture.
  private static final int NOTIFICATION = 20;

  private Fragments() {}

  /// As a Bluetooth module notifies them.
  static List<Payload> notifications(byte[] bytes) {
    List<Payload> fragments = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += NOTIFICATION) {
      fragments.add(slice(bytes, at, Math.min(bytes.length, at + NOTIFICATION)));
    }
    return fragments;
  }

  /// With borders anywhere; no fragment is empty.
  static List<Payload> random(byte[] bytes, Random random) {
    List<Payload> fragments = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = Math.min(bytes.length, at + random.nextInt(1, NOTIFICATION + 1));
      fragments.add(slice(bytes, at, end));
      at = end;
    }
    return fragments;
  }

  static byte[] join(List<Payload> fragments) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    fragments.forEach(fragment -> joined.writeBytes(fragment.toBytes()));
    return joined.toByteArray();
  }

  /// The same borders around other bytes of the same length.
  static List<Payload> recut(byte[] bytes, List<Payload> like) {
    List<Payload> fragments = new ArrayList<>(like.size());
    int at = 0;
    for (Payload fragment : like) {
      fragments.add(slice(bytes, at, at + fragment.length()));
      at += fragment.length();
    }
    return fragments;
  }

  static Payload slice(byte[] bytes, int from, int to) {
    return Payload.of(Arrays.copyOfRange(bytes, from, to));
  }
}
