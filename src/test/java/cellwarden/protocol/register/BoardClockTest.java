package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoardClockTest {

  /// DD 06 00 06, six bytes of two digits, sum 06 + 26 + 07 + 28 + 31 + 12 + 59 = F7.
  private static final byte[] CLOCK = Frames.hex("DD 06 00 06", "26 07 28 31 12 59", "FF 09 77");

  @Test
  void digitsBecomeNumbersInTheOrderOfTheWire() throws MalformedPayloadException {
    assertThat(Frames.decode(CLOCK)).isEqualTo(new BoardClock(List.of(26, 7, 28, 31, 12, 59)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "26 07 28 31 12",
        "26 07 28 31 12 59 00",
        "26 07 28 31 12 5a",
        "a0 07 28 31 12 59"
      })
  void rejectsWhatIsNoClock(String payload) {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> BoardClock.REGISTER.decode(Frames.payload(payload)))
        .withMessageStartingWith("a board clock is 6 bytes of two decimal digits, the payload is ");
  }

  /// On most boards 06 takes a password.
  @Test
  void anAcceptedPasswordIsNoClock() throws MalformedPayloadException {
    assertThat(Registers.decode(new Response(0x06, Status.OK, Frames.payload()))).isEmpty();
  }
}
