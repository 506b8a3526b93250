package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.BytePair;
import cellwarden.protocol.register.ConfigurationValue.Content;
import cellwarden.protocol.register.ConfigurationValue.Count;
import cellwarden.protocol.register.ConfigurationValue.Day;
import cellwarden.protocol.register.ConfigurationValue.RegisterUnit;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationRegisterTest {

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    assertThat(Frames.decode(Frames.CELL_OVERVOLTAGE_LIMIT))
        .isEqualTo(new ConfigurationValue("cell_ov", new Amount(3.6, RegisterUnit.VOLT)));
  }

  @Test
  void numbersAndNamesAreUnique() {
    assertThat(ConfigurationRegister.TABLE)
        .extracting(ConfigurationRegister::number)
        .doesNotHaveDuplicates()
        .allMatch(number -> Registers.find(number).isPresent());
    assertThat(ConfigurationRegister.TABLE)
        .extracting(ConfigurationRegister::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
  }

  @Test
  void everySettingFromTenToFortySevenIsKnown() {
    for (int number = 0x10; number <= 0x47; number++) {
      assertThat(Registers.find(number)).as("%02x", number).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 6d60, design_capacity, 280.0, AMPERE_HOUR",
    "11, ffff, cycle_capacity, 655.35, AMPERE_HOUR",
    "12, 0dac, full_cell_voltage, 3.5, VOLT",
    "14, 0003, self_discharge, 0.3, PERCENT",
    "18, 0cff, charge_ot, 59.6, CELSIUS",
    "1f, 0a47, discharge_ut_release, -10.0, CELSIUS",
    "20, 05b4, pack_ov, 14.6, VOLT",
    "28, 2710, charge_oc, 100.0, AMPERE",
    "28, 7fff, charge_oc, 327.67, AMPERE",
    "29, d8f0, discharge_oc, -100.0, AMPERE",
    "29, 8000, discharge_oc, -327.68, AMPERE",
    "2c, 0005, shunt, 0.5, MILLIOHM",
    "2c, 8005, shunt, 0.05, MILLIOHM",
    "30, 000a, fet_control_time, 10.0, SECOND",
    "47, 0e10, cell_voltage_100, 3.6, VOLT",
    "e0, 2710, set_remaining_capacity, 100.0, AMPERE_HOUR",
    "b0, 0001, cell_calibration_1, 0.001, VOLT",
    "cf, 0001, cell_calibration_32, 0.001, VOLT",
  })
  void quantitiesHaveTheirScale(
      String number, String hex, String name, double value, ConfigurationValue.RegisterUnit unit)
      throws MalformedPayloadException {
    assertThat(decode(number, hex))
        .isEqualTo(new ConfigurationValue(name, new Amount(value, unit)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"38", "39", "3a", "3b", "3c", "3d", "3e", "3f"})
  void someRegistersAreTwoBytes(String number) throws MalformedPayloadException {
    assertThat(content(number, "8d5c")).isEqualTo(new BytePair(0x8D, 0x5C));
  }

  @ParameterizedTest
  @ValueSource(strings = {"16", "17", "2d", "2e", "2f", "e1", "e2"})
  void someRegistersArePlainNumbers(String number) throws MalformedPayloadException {
    assertThat(content(number, "ffff")).isEqualTo(new Count(0xFFFF));
  }

  @Test
  void dateMayBeUnknown() throws MalformedPayloadException {
    assertThat(content("15", "2eb1")).isEqualTo(new Day(Optional.of(LocalDate.of(2023, 5, 17))));
    assertThat(content("15", "0000")).isEqualTo(new Day(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "000000"})
  void rejectsOtherLengthsThanTwo(String hex) {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> decode("10", hex))
        .withMessage("design_capacity needs 2 bytes, the payload has " + hex.length() / 2);
  }

  private static Content content(String number, String hex) throws MalformedPayloadException {
    return ((ConfigurationValue) decode(number, hex)).content();
  }

  private static RegisterValue decode(String number, String hex) throws MalformedPayloadException {
    return Registers.find(Integer.parseInt(number, 16)).orElseThrow().decode(Frames.payload(hex));
  }
}
