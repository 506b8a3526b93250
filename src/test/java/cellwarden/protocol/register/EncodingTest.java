package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.RegisterUnit;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a device sends: payloads worked out by hand, and back again.
class EncodingTest {

  private static final String BASIC_INFO =
      "0534" // 1332, 13.32 V
          + "fe3c" // 65536 - 452, -4.52 A
          + "2208" // 8712, 87.12 Ah
          + "2710" // 10000, 100 Ah
          + "002a" // 42 cycles
          + "2eb1" // 23 years * 512 + month 5 * 32 + day 17
          + "00050001" // cells 1, 3 and 17
          + "1008" // bits 3 and 12
          + "2157" // version 2.1, 87 %
          + "031102" // both FETs, 17 cells, 2 probes
          + "0b810a47"; // 2731 + 214, 2731 - 100

  private static final BasicInfo INFO = info(87.12, 100, 3, Optional.empty());

  private static BasicInfo info(
      double remaining, double nominal, int fetBits, Optional<BasicInfoExtension> extension) {
    return new BasicInfo(
        13.32,
        -4.52,
        remaining,
        nominal,
        42,
        Optional.of(LocalDate.of(2023, 5, 17)),
        BasicInfo.balanceBits(List.of(1, 3, 17)),
        Protection.PACK_UNDERVOLTAGE.bit() | Protection.MOSFET_SOFTWARE_LOCK.bit(),
        0x21,
        87,
        fetBits,
        17,
        2,
        List.of(21.4, -10.0),
        extension,
        Payload.EMPTY);
  }

  @Test
  void basicInfoHasTheBytesWorkedOutByHand() throws MalformedPayloadException {
    assertThat(INFO.encode().hex()).isEqualTo(BASIC_INFO);
    assertThat(BasicInfo.REGISTER.decode(INFO.encode())).isEqualTo(INFO);
    assertThat(INFO.balancing()).containsExactly(1, 3, 17);
  }

  @Test
  void trailingBlockFollowsTheTemperatures() throws MalformedPayloadException {
    BasicInfoExtension block = new BasicInfoExtension(50, 0x0800, 98.5, 87.12, 0.15);
    BasicInfo info = info(87.12, 100, 3, Optional.of(block));
    assertThat(info.encode().hex()).isEqualTo(BASIC_INFO + "320800267a22080096");
    assertThat(BasicInfo.REGISTER.decode(info.encode())).isEqualTo(info);
  }

  @Test
  void tenfoldUnitsCarryBigPacks() throws MalformedPayloadException {
    int fetBits = BasicInfo.fetBits(true, false, true);
    BasicInfo sent = info(4000.1, 5000, fetBits, Optional.empty());
    BasicInfo received = BasicInfo.REGISTER.decode(sent.encode());
    assertThat(received.remainingCapacity()).isEqualTo(4000.1);
    assertThat(received.nominalCapacity()).isEqualTo(5000);
    assertThat(received.current()).isEqualTo(-4.5);
    assertThat(received.chargeFet()).isTrue();
    assertThat(received.dischargeFet()).isFalse();
  }

  @Test
  void refusesWhatDoesNotFitItsField() {
    BasicInfo tooBig = info(700, 700, 3, Optional.empty());
    assertThatIllegalArgumentException().isThrownBy(tooBig::encode);
    assertThatIllegalArgumentException()
        .isThrownBy(new CellVoltages(List.of(-1))::encode)
        .withMessage("a field holds 0 to 65535, not -1");
  }

  @Test
  void cellVoltagesAreWordsInMillivolts() throws MalformedPayloadException {
    CellVoltages cells = new CellVoltages(List.of(3328, 0, 65535));
    assertThat(cells.encode().hex()).isEqualTo("0d000000ffff");
    assertThat(CellVoltages.REGISTER.decode(cells.encode())).isEqualTo(cells);
  }

  @Test
  void textsRoundTrip() throws MalformedPayloadException {
    HardwareVersion version = new HardwareVersion("AB-1");
    assertThat(version.encode().hex()).isEqualTo("41422d31");
    assertThat(HardwareVersion.REGISTER.decode(version.encode())).isEqualTo(version);
    assertThat(new DeviceText("XY").encode().hex()).isEqualTo("025859");
    assertThat(new DeviceText("").encode().hex()).isEqualTo("00");
  }

  @Test
  void errorCountsKeepWireOrderAndAbsentRestarts() throws MalformedPayloadException {
    Map<String, Integer> counts =
        new LinkedHashMap<>(ErrorCounts.REGISTER.decode(Payload.of(new byte[22])).counts());
    counts.put("charge_overcurrent", 258);
    ErrorCounts sent = new ErrorCounts(counts);
    assertThat(sent.encode().length()).isEqualTo(22);
    assertThat(sent.encode().hex()).startsWith("00000102" + "0000");
    assertThat(ErrorCounts.REGISTER.decode(sent.encode())).isEqualTo(sent);
  }

  @Test
  void everyConfigurationRegisterWritesWhatItReads() throws MalformedPayloadException {
    Payload word = Payload.ofHex("0a73"); // also a date: 2005-03-19
    for (ConfigurationRegister row : ConfigurationRegister.TABLE) {
      ConfigurationValue value = row.register().decode(word);
      assertThat(row.encode(value.content())).as(row.name()).isEqualTo(word);
    }
  }

  @Test
  void configurationQuantitiesAreScaled() {
    assertThat(encoded("cell_ov", new Amount(3.65, RegisterUnit.VOLT))).isEqualTo("0e42");
    assertThat(encoded("discharge_oc", new Amount(-120, RegisterUnit.AMPERE))).isEqualTo("d120");
    assertThat(encoded("charge_ut", new Amount(0, RegisterUnit.CELSIUS))).isEqualTo("0aab");
  }

  private static String encoded(String name, Amount amount) {
    return ConfigurationRegister.named(name).encode(amount).hex();
  }

  @Test
  void fetControlBitsSwitchOff() {
    assertThat(new FetControl(false, true).request().encode())
        .isEqualTo(Payload.ofHex("dd5ae1020002ff1b77").toBytes());
    assertThat(FetControl.decode(Payload.ofHex("0001"))).contains(new FetControl(true, false));
    assertThat(FetControl.decode(Payload.ofHex("0004"))).isEmpty();
    assertThat(FetControl.decode(Payload.ofHex("00"))).isEmpty();
  }

  @Test
  void factoryModeIsRecognisedByItsWords() {
    assertThat(FactoryMode.ENTER.request().encode())
        .isEqualTo(Payload.ofHex("dd5a00025678ff3077").toBytes());
    for (FactoryMode mode : FactoryMode.values()) {
      assertThat(FactoryMode.of(mode.request())).contains(mode);
    }
    assertThat(FactoryMode.of(Request.write(0, Payload.ofHex("1234")))).isEmpty();
  }
}
