package cellwarden.capture;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Payload;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretMaskTest {

  /// 15 + 06 is 1B, 18 + 06 is 1E, 1D + 0F is 2C, 16 + 06 is 1C.
  @ParameterizedTest
  @CsvSource({
    "ffaa150631323334353650, ffaa15060000000000001b",
    "ffaa1806cc2a3b6c56c4d5, ffaa18060000000000001e",
    "ffaa1d0f25baaa9d9005ae9b58775a6967696afc, ffaa1d0f0000000000000000000000000000002c",
    "ffaa160631323331323348, ffaa16060000000000001c",
  })
  void takesOutWhatIsSecret(String frame, String masked) {
    assertThat(mask(frame)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffaa15010016",
        "ffaa1801011a",
        "ffaa170017",
        "ffaa1701374f",
        "dda50300fffd77",
        "ffffaa"
      })
  void leavesStatusAndEverythingElse(String frame) {
    assertThat(mask(frame)).isEqualTo(frame);
  }

  @Test
  void seesFramesBetweenOthersAndOverBorders() {
    String stream = "dd0300ffffaa150631323334353650ffaa1806cc2a3b6c56c4d5dda5";
    String masked = "dd0300ffffaa15060000000000001bffaa18060000000000001edda5";
    for (int size = 1; size <= stream.length() / 2; size++) {
      SecretMask mask = new SecretMask();
      byte[] bytes = Payload.ofHex(stream).toBytes();
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      for (int at = 0; at < bytes.length; at += size) {
        Payload piece = Payload.of(bytes).slice(at, Math.min(bytes.length, at + size));
        joined.writeBytes(mask.masked(piece.toBytes()));
      }
      assertThat(Payload.of(joined.toByteArray()).hex()).as("pieces of " + size).isEqualTo(masked);
    }
  }

  private static String mask(String hex) {
    return Payload.of(new SecretMask().masked(Payload.ofHex(hex).toBytes())).hex();
  }
}
