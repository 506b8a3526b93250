package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CellVoltagesTest {

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    CellVoltages cells = (CellVoltages) Frames.decode(Frames.CELL_VOLTAGES);
    assertThat(cells.millivolts()).containsExactly(3328, 3329, 0, 3327);
    assertThat(cells.volts()).containsExactly(3.328, 3.329, 0.0, 3.327);
  }

  @Test
  void keepsACellAtZero() throws MalformedPayloadException {
    CellVoltages cells = (CellVoltages) Frames.decode(Frames.CELL_VOLTAGES);
    assertThat(cells.min()).isZero();
    assertThat(cells.minNumber()).isEqualTo(3);
    assertThat(cells.max()).isEqualTo(3.329);
    assertThat(cells.maxNumber()).isEqualTo(2);
    assertThat(cells.delta()).isEqualTo(3.329);
    assertThat(cells.sum()).isEqualTo(9.984);
    assertThat(cells.average()).isEqualTo(2.496);
  }

  @Test
  void averageIsRoundedToATenthOfAMillivolt() throws MalformedPayloadException {
    // 3.328, 3.327 and 3.327 V: 3.32733…
    assertThat(decode("0d00 0cff 0cff").average()).isEqualTo(3.3273);
  }

  @Test
  void firstOfEqualCellsIsNamed() throws MalformedPayloadException {
    CellVoltages cells = decode("0d00 0d00");
    assertThat(cells.minNumber()).isEqualTo(1);
    assertThat(cells.maxNumber()).isEqualTo(1);
    assertThat(cells.delta()).isZero();
  }

  @Test
  void voltagesAreUnsigned() throws MalformedPayloadException {
    assertThat(decode("ffff").volts()).containsExactly(65.535);
  }

  @Test
  void takesThirtyTwoCells() throws MalformedPayloadException {
    assertThat(decode("0d00".repeat(32)).count()).isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 66, 255})
  void rejectsPayloadsThatAreNoCells(int length) {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> CellVoltages.REGISTER.decode(Payload.of(new byte[length])))
        .withMessageEndingWith("the payload has " + length);
  }

  private static CellVoltages decode(String hex) throws MalformedPayloadException {
    return CellVoltages.REGISTER.decode(Frames.payload(hex));
  }
}
