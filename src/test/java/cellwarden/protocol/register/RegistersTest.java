package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import org.junit.jupiter.api.Test;

final class RegistersTest {

  @Test
  void refusalHasNoValue() throws MalformedPayloadException {
    assertThat(Registers.decode(new Response(3, Status.NOT_ALLOWED, Payload.EMPTY))).isEmpty();
    assertThat(Registers.decode(new Response(5, Status.NOT_ALLOWED, Frames.payload("4a"))))
        .isEmpty();
  }

  @Test
  void acknowledgementHasNoValue() throws MalformedPayloadException {
    assertThat(Registers.decode(new Response(0xE1, Status.OK, Payload.EMPTY))).isEmpty();
    assertThat(Registers.decode(new Response(0xA0, Status.OK, Payload.EMPTY))).isEmpty();
    assertThat(Registers.decode(new Response(0xFA, Status.OK, Payload.EMPTY))).isEmpty();
  }

  @Test
  void unknownRegisterHasNoValue() throws MalformedPayloadException {
    assertThat(Registers.decode(new Response(0x60, Status.OK, Frames.payload("0102")))).isEmpty();
  }

  @Test
  void emptyAnswerOfAReadOnlyRegisterIsTooShort() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> Registers.decode(new Response(3, Status.OK, Payload.EMPTY)));
  }

  @Test
  void registersNameTheirRequest() {
    assertThat(BasicInfo.REGISTER.request().encode()).isEqualTo(Frames.ECHO);
  }
}
