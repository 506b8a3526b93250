package cellwarden.transport.ble;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.BleTrouble.BleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BleTroubleTest {

  private static final BleAddress BATTERY = BleAddress.of("A4:C1:38:00:11:22");

  @ParameterizedTest
  @EnumSource
  void saysWhereWhatAndWhatToDo(BleTrouble trouble) {
    BleException e = trouble.at(BATTERY, "detail");

    assertThat(e.trouble()).isEqualTo(trouble);
    assertThat(e.kind()).isEqualTo(trouble.kind());
    assertThat(e)
        .hasMessageStartingWith("ble:A4:C1:38:00:11:22: ")
        .hasMessageContaining("detail")
        .message()
        .doesNotContain("%");
    assertThat(e.advice().orElseThrow())
        .doesNotEndWith(".")
        .doesNotContain(" MAC")
        .matches("[a-z].*");
  }

  @Test
  void leavesTheBracketsOutWhereNothingMoreIsKnown() {
    assertThat(BleTrouble.NO_DAEMON.anywhere("", null)).hasMessage("bluetoothd is not running");
    assertThat(BleTrouble.NO_DAEMON.anywhere(" any more", null))
        .hasMessage("bluetoothd is not running (any more)");
  }

  @Test
  void namesTheBatteryWhereACommandIsToBePasted() {
    assertThat(BleTrouble.WANTS_PAIRING.at(BATTERY, "").advice().orElseThrow())
        .contains("'pair A4:C1:38:00:11:22'");
    assertThat(BleTrouble.IN_USE.anywhere("", null).advice().orElseThrow())
        .endsWith("'bluetoothctl disconnect'");
  }
}
