package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import org.junit.jupiter.api.Test;

final class DeviceTextTest {

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    assertThat(Frames.decode(Frames.MANUFACTURER)).isEqualTo(new DeviceText("JBD"));
  }

  @Test
  void emptyTextIsOneByte() throws MalformedPayloadException {
    assertThat(DeviceText.DEVICE_NAME.decode(Frames.payload("00")).text()).isEmpty();
  }

  @Test
  void bytesBehindTheTextDoNotCount() throws MalformedPayloadException {
    assertThat(DeviceText.BARCODE.decode(Frames.payload("02 3132 33")).text()).isEqualTo("12");
  }

  @Test
  void rejectsTextShorterThanItSays() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> DeviceText.BARCODE.decode(Frames.payload("03 3132")))
        .withMessage("barcode announces 3 characters, the payload has 2");
  }

  @Test
  void rejectsShortPayload() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> DeviceText.MANUFACTURER.decode(Payload.EMPTY));
  }
}
