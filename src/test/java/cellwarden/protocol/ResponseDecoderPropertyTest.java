package cellwarden.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What must hold for any bytes. Each stream has a seed of its own, which a failure names.
final class ResponseDecoderPropertyTest {

  private static final int STREAMS = 1_000_000;
  private static final int LONGEST_NOISE = 24;

  /// Bytes that matter to a decoder, so that noise is more than noise.
  private static final byte[] TEMPTING = Frames.hex("DD DD 77 FF AA A5 5A 00 01 07");

  /// Module frames are found by fragment, so a stream of them has no meaning of its own: none is
  /// made here.
  @Test
  void findsInAnyStreamWhatASecondReadingFinds() {
    for (int seed = 0; seed < STREAMS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] stream = withoutModuleStarts(anyStream(random));
      List<Decoded> found = Streams.decode(Streams.cutAnywhere(stream, random));
      List<ReferenceScan.Found> wanted = ReferenceScan.frames(stream);
      if (!agree(stream, found, wanted)) {
        throw new AssertionError("seed " + seed + ": found " + found + ", wanted " + wanted);
      }
    }
  }

  /// Frames at the same places, and every byte accounted for.
  private static boolean agree(
      byte[] stream, List<Decoded> found, List<ReferenceScan.Found> wanted) {
    List<ReferenceScan.Found> frames = new ArrayList<>();
    int position = 0;
    for (Decoded decoded : found) {
      byte[] frame = Streams.encoded(decoded);
      if (frame.length > 0) {
        frames.add(new ReferenceScan.Found(position, frame.length));
        if (!Arrays.equals(
            frame,
            0,
            frame.length,
            stream,
            position,
            Math.min(stream.length, position + frame.length))) {
          return false;
        }
      }
      position += Streams.size(decoded);
    }
    return position == stream.length && frames.equals(wanted);
  }

  @Test
  void aGoodFrameBehindAnyGarbageIsNeverLost() {
    for (int seed = 0; seed < 100_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] good = Frames.ALL.get(random.nextInt(Frames.ALL.size()));
      byte[] stream = Frames.join(withoutModuleStarts(noise(random, 300)), good);
      List<Decoded> found = Streams.decode(Streams.cutAnywhere(stream, random));
      assertThat(Streams.encoded(Streams.withoutSkipped(found).getLast()))
          .as("seed %d", seed)
          .isEqualTo(good);
    }
  }

  @Test
  void slicingChangesNothing() {
    for (int seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] stream = frames(random);
      assertThat(Streams.decode(Streams.cutAnywhere(stream, random)))
          .as("seed %d", seed)
          .isEqualTo(Streams.decode(stream));
    }
  }

  @Test
  void moduleFramesBetweenAnySlicesAreFoundAndCostNothing() {
    for (int seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] stream = frames(random);
      List<byte[]> fragments = new ArrayList<>();
      int modules = 0;
      for (byte[] slice : Streams.cutAnywhere(stream, random)) {
        fragments.add(slice);
        if (random.nextBoolean()) {
          fragments.add(Frames.MODULE_ACCEPTED);
          modules++;
        }
      }
      List<Decoded> found = Streams.decode(fragments.toArray(byte[][]::new));
      List<Decoded> answers = new ArrayList<>(found);
      answers.removeIf(Decoded.Module.class::isInstance);
      assertThat(answers).as("seed %d", seed).isEqualTo(Streams.decode(stream));
      assertThat(found).as("seed %d", seed).hasSize(answers.size() + modules);
    }
  }

  @Test
  void everyByteOfAnyFragmentsIsAccountedFor() {
    for (int seed = 0; seed < 200_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] stream = anyStream(random);
      int bytes = 0;
      for (Decoded decoded : Streams.decode(Streams.cutAnywhere(stream, random))) {
        bytes += Streams.size(decoded);
      }
      assertThat(bytes).as("seed %d", seed).isEqualTo(stream.length);
    }
  }

  private static byte[] withoutModuleStarts(byte[] stream) {
    byte[] changed = stream.clone();
    for (int i = 1; i < changed.length; i++) {
      if (changed[i - 1] == (byte) 0xFF && changed[i] == (byte) 0xAA) {
        changed[i] = 0;
      }
    }
    return changed;
  }

  private static byte[] anyStream(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> noise(random, 80);
      case 1 -> mutated(frames(random), random);
      default -> Frames.join(noise(random, LONGEST_NOISE), mutated(frames(random), random));
    };
  }

  /// One to three frames; the longest one seldom, since it costs the most time.
  private static byte[] frames(SplittableRandom random) {
    byte[][] frames = new byte[1 + random.nextInt(3)][];
    for (int i = 0; i < frames.length; i++) {
      int kinds = random.nextInt(20) == 0 ? Frames.ALL.size() : Frames.ALL.size() - 1;
      frames[i] = Frames.ALL.get(random.nextInt(kinds));
    }
    return Frames.join(frames);
  }

  /// Some bytes changed, one lost or one doubled.
  private static byte[] mutated(byte[] stream, SplittableRandom random) {
    byte[] mutated = stream.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      mutated[random.nextInt(mutated.length)] = anyByte(random);
    }
    int at = random.nextInt(mutated.length);
    return switch (random.nextInt(4)) {
      case 0 ->
          Frames.join(
              Arrays.copyOf(mutated, at), Arrays.copyOfRange(mutated, at + 1, mutated.length));
      case 1 ->
          Frames.join(Arrays.copyOf(mutated, at), Arrays.copyOfRange(mutated, at, mutated.length));
      case 2 -> Arrays.copyOf(mutated, at);
      default -> mutated;
    };
  }

  private static byte[] noise(SplittableRandom random, int atMost) {
    byte[] noise = new byte[random.nextInt(atMost + 1)];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = anyByte(random);
    }
    return noise;
  }

  private static byte anyByte(SplittableRandom random) {
    return random.nextBoolean()
        ? TEMPTING[random.nextInt(TEMPTING.length)]
        : (byte) random.nextInt(256);
  }
}
