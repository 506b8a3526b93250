package cellwarden.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.capture.CaptureException;
import cellwarden.capture.CaptureFile;
import cellwarden.testing.PhoneLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording with any byte wrong or missing is played or refused with a sentence; it never ends
/// the simulator.
final class HurtRecordingsTest {

  private static final String READ_04 = "dda50400fffc77";

  private static final byte[] TEXT =
      """
      2026-11-22T14:00:00.000100Z = connected
      2026-11-22T14:00:00.000200Z > dda50400fffc77
      2026-11-22T14:00:00.060Z < dd0400040d000cfffee477
      2026-11-22T14:00:00.061Z = lost
      """
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PHONE =
      new PhoneLog(1002)
          .event("0e0401030c00")
          .write(0x40, 0x15, READ_04)
          .after(60_000)
          .notifyInTwo(0x40, 0x12, "dd0400040d000cfffee477", 5)
          .bytes();

  @TempDir private Path folder;

  @Test
  void anyByteOfTextMayBeWrong() throws IOException {
    assertHurt(TEXT);
  }

  @Test
  void anyByteOfAPhonesLogMayBeWrong() throws IOException {
    assertHurt(PHONE);
  }

  private void assertHurt(byte[] whole) throws IOException {
    assertThat(play(whole)).as("whole").isEmpty();
    for (int at = 0; at < whole.length; at++) {
      play(Arrays.copyOf(whole, at));
      for (int other : new int[] {0, 0xFF, whole[at] ^ 0x80, whole[at] ^ 1, '\n'}) {
        byte[] hurt = whole.clone();
        hurt[at] = (byte) other;
        play(hurt);
      }
    }
  }

  /// Fails with whatever is no refusal.
  ///
  /// @return why it is refused
  private String play(byte[] recording) throws IOException {
    Path file = Files.write(folder.resolve("recording"), recording);
    ReplayedBms bms;
    try {
      bms = ReplayedBms.of(CaptureFile.read(file));
    } catch (CaptureException | IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?:is|holds) .*");
      return String.valueOf(e.getMessage());
    }
    new WireQueue().add(bms.receive(HexFormat.of().parseHex(READ_04)), System.nanoTime());
    return "";
  }
}
