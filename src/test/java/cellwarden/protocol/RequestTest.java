package cellwarden.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class RequestTest {

  @Test
  void encodesReadsAndWrites() {
    assertThat(Request.read(3).encode()).isEqualTo(Frames.ECHO);
    // 0x10000 - (E1 + 02 + 03) = FF1A
    assertThat(Request.write(0xE1, Frames.payload("0003")).encode())
        .isEqualTo(Frames.hex("DD 5A E1 02 00 03 FF 1A 77"));
  }

  @Test
  void checksumStaysWithinSixteenBits() {
    // 0x10000 - (FF + FF + 255 * FF): the largest sum there is, 0xFFFF exactly.
    byte[] data = Frames.hex("FF".repeat(255));
    byte[] frame = Request.write(0xFF, Payload.of(data)).encode();
    assertThat(frame).hasSize(262).endsWith(0x00, 0x01, 0x77);
  }

  @Test
  void refusesWhatDoesNotFitOneByte() {
    assertThatIllegalArgumentException().isThrownBy(() -> Request.read(256));
    assertThatIllegalArgumentException().isThrownBy(() -> Request.read(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Request.write(1, Payload.of(new byte[256])));
  }

  @Test
  void answersAreEncodedLikeTheyCame() {
    assertThat(new Response(0xE1, Status.OK, Payload.EMPTY).encode())
        .isEqualTo(Frames.ACKNOWLEDGEMENT);
    assertThat(new Response(0x10, Status.NOT_ALLOWED, Payload.EMPTY).encode())
        .isEqualTo(Frames.REFUSAL);
  }
}
