package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import org.junit.jupiter.api.Test;

final class ErrorCountsTest {

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    ErrorCounts errors = (ErrorCounts) Frames.decode(Frames.ERROR_COUNTS);
    assertThat(errors.counts().keySet())
        .containsExactly(
            "short_circuit",
            "charge_overcurrent",
            "discharge_overcurrent",
            "cell_overvoltage",
            "cell_undervoltage",
            "charge_overtemperature",
            "charge_undertemperature",
            "discharge_overtemperature",
            "discharge_undertemperature",
            "pack_overvoltage",
            "pack_undervoltage");
    assertThat(errors.counts().values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 256);
  }

  @Test
  void twelfthCounterIsTheRestarts() throws MalformedPayloadException {
    ErrorCounts errors = ErrorCounts.REGISTER.decode(Frames.payload("0000".repeat(11), "ffff"));
    assertThat(errors.counts()).hasSize(12).containsEntry("system_restarts", 0xFFFF);
  }

  @Test
  void rejectsShortPayload() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> ErrorCounts.REGISTER.decode(Payload.of(new byte[21])))
        .withMessage("error counts needs at least 22 bytes, the payload has 21");
  }
}
