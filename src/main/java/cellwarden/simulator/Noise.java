package cellwarden.simulator;

import cellwarden.protocol.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Stray bytes around answers, of the kinds that captures show.
record Noise(Random random) {

  private static final int FRAME_START = 0xDD;
  private static final int LONGEST = 4;

  /// A fragment of its own in front (a lone `00`, random bytes, or a start byte that starts
  /// nothing), and sometimes zeros glued to the end.
  List<Payload> around(List<Payload> answer) {
    List<Payload> noisy = new ArrayList<>();
    noisy.add(
        switch (random.nextInt(3)) {
          case 0 -> Payload.of((byte) 0);
          case 1 -> stray();
          default -> Payload.of((byte) FRAME_START);
        });
    noisy.addAll(answer);
    if (random.nextBoolean()) {
      noisy.add(zeros(noisy.removeLast()));
    }
    return noisy;
  }

  private Payload stray() {
    byte[] bytes = new byte[random.nextInt(1, LONGEST + 1)];
    random.nextBytes(bytes);
    return Payload.of(bytes);
  }

  private Payload zeros(Payload last) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(last.toBytes());
    bytes.writeBytes(new byte[random.nextInt(1, LONGEST + 1)]);
    return Payload.of(bytes.toByteArray());
  }
}
