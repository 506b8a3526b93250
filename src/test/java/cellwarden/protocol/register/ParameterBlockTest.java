package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterBlockTest {

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    assertThat(Frames.decode(Frames.PARAMETERS))
        .isEqualTo(new ParameterBlock(16, List.of(0x77DD, 0xDD77)));
  }

  @Test
  void noWordsAreNoWords() throws MalformedPayloadException {
    assertThat(ParameterBlock.REGISTER.decode(Frames.payload("0100 00")))
        .isEqualTo(new ParameterBlock(256, List.of()));
  }

  @Test
  void rejectsFewerWordsThanAnnounced() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> ParameterBlock.REGISTER.decode(Frames.payload("0001 02 0000 00")))
        .withMessage("parameters announce 2 words, the payload has 3 bytes");
  }

  @Test
  void rejectsShortPayload() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> ParameterBlock.REGISTER.decode(Frames.payload("0001")));
  }
}
