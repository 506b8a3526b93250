package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.testing.Samples;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BasicInfoTest {

  /// 23 bytes without a probe; every field is 0 but what a test sets.
  private static final int CURRENT = 2;

  private static final int REMAINING = 4;
  private static final int NOMINAL = 6;
  private static final int DATE = 10;
  private static final int BALANCE = 12;
  private static final int PROTECTION = 16;
  private static final int VERSION = 18;
  private static final int FETS = 20;
  private static final int CELLS = 21;
  private static final int PROBES = 22;

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    assertThat(Frames.decode(Frames.BASIC_INFO))
        .isEqualTo(
            new BasicInfo(
                13.32,
                -2.0,
                100.0,
                200.0,
                17,
                Optional.of(LocalDate.of(2023, 5, 17)),
                5,
                0x20,
                0x21,
                50,
                2,
                4,
                2,
                List.of(-5.0, 0.5),
                Optional.empty(),
                Payload.EMPTY));
  }

  @Test
  void derivesFromWorkedExample() throws MalformedPayloadException {
    BasicInfo info = (BasicInfo) Frames.decode(Frames.BASIC_INFO);
    assertThat(info.power()).isEqualTo(-26.64);
    assertThat(info.balancing()).containsExactly(1, 3);
    assertThat(info.protections()).containsExactly(Protection.CHARGE_UNDERTEMPERATURE);
    assertThat(info.softwareVersion()).isEqualTo("2.1");
    assertThat(info.chargeFet()).isFalse();
    assertThat(info.dischargeFet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22})
  void rejectsShortPayload(int length) {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> BasicInfo.REGISTER.decode(Payload.of(new byte[length])))
        .withMessage("basic info needs at least 23 bytes, the payload has " + length);
  }

  @ParameterizedTest
  @CsvSource({"0000, 0", "0001, 0.01", "7fff, 327.67", "8000, -327.68", "ffff, -0.01"})
  void currentIsSigned(String hex, double ampere) throws MalformedPayloadException {
    assertThat(decode(CURRENT, hex).current()).isEqualTo(ampere);
  }

  @ParameterizedTest
  @CsvSource({"8000, 327.68", "9024, 369.0", "ffff, 655.35"})
  void capacitiesAreUnsigned(String hex, double ampereHours) throws MalformedPayloadException {
    assertThat(decode(REMAINING, hex).remainingCapacity()).isEqualTo(ampereHours);
    assertThat(decode(NOMINAL, hex).nominalCapacity()).isEqualTo(ampereHours);
  }

  @ParameterizedTest
  @CsvSource({"0aab, 0", "0a47, -10.0", "0aaa, -0.1", "0000, -273.1", "ffff, 6280.4"})
  void temperaturesAreSigned(String hex, double celsius) throws MalformedPayloadException {
    assertThat(decodeWithProbes(1, hex).temperatures()).containsExactly(celsius);
  }

  @Test
  void unitFlagMakesTenths() throws MalformedPayloadException {
    byte[] payload = new byte[23 + 9];
    set(payload, CURRENT, "fff6");
    set(payload, REMAINING, "1f40");
    set(payload, NOMINAL, "2710");
    set(payload, FETS, "83");
    set(payload, 23, "00 0000 2328 1f40 03e8");
    BasicInfo flagged = BasicInfo.REGISTER.decode(Payload.of(payload));
    assertThat(flagged.tenfoldUnits()).isTrue();
    assertThat(flagged.current()).isEqualTo(-1.0);
    assertThat(flagged.remainingCapacity()).isEqualTo(800.0);
    assertThat(flagged.nominalCapacity()).isEqualTo(1000.0);
    // 9000 and 8000 tenths, but the balance current stays in mA.
    assertThat(flagged.extension()).contains(new BasicInfoExtension(0, 0, 900.0, 800.0, 1.0));
    BasicInfo never = BasicInfo.register(TenfoldUnits.NEVER).decode(Payload.of(payload));
    assertThat(never.nominalCapacity()).isEqualTo(100.0);
    set(payload, FETS, "03");
    BasicInfo always = BasicInfo.register(TenfoldUnits.ALWAYS).decode(Payload.of(payload));
    assertThat(always.tenfoldUnits()).isFalse();
    assertThat(always.nominalCapacity()).isEqualTo(1000.0);
  }

  /// As a battery of 628 Ah says it: not in the FET byte but after the temperatures.
  @Test
  void unitFlagAfterTheTemperaturesMakesTenths() throws MalformedPayloadException {
    byte[] payload = new byte[23 + 2 + 9];
    set(payload, CURRENT, "fff6");
    set(payload, REMAINING, "1f40");
    set(payload, NOMINAL, "2710");
    set(payload, FETS, "0301 01 0aab");
    set(payload, 25, "80 0000 2328 1f40 03e8");
    BasicInfo flagged = BasicInfo.REGISTER.decode(Payload.of(payload));
    assertThat(flagged.tenfoldUnits()).isTrue();
    assertThat(flagged.current()).isEqualTo(-1.0);
    assertThat(flagged.remainingCapacity()).isEqualTo(800.0);
    assertThat(flagged.nominalCapacity()).isEqualTo(1000.0);
    // 9000 and 8000 tenths, but the balance current stays in mA.
    assertThat(flagged.extension()).contains(new BasicInfoExtension(0x80, 0, 900.0, 800.0, 1.0));
    assertThat(flagged.encode()).isEqualTo(Payload.of(payload));
    BasicInfo never = BasicInfo.register(TenfoldUnits.NEVER).decode(Payload.of(payload));
    assertThat(never.tenfoldUnits()).isTrue();
    assertThat(never.current()).isEqualTo(-0.1);
    assertThat(never.nominalCapacity()).isEqualTo(100.0);
    assertThat(never.extension()).contains(new BasicInfoExtension(0x80, 0, 90.0, 80.0, 1.0));
    set(payload, 25, "00");
    BasicInfo always = BasicInfo.register(TenfoldUnits.ALWAYS).decode(Payload.of(payload));
    assertThat(always.tenfoldUnits()).isFalse();
    assertThat(always.nominalCapacity()).isEqualTo(1000.0);
  }

  /// 7F is no humidity either, but says nothing about units.
  @ParameterizedTest
  @CsvSource({"64, false", "65, false", "7f, false", "80, true", "88, true", "ff, true"})
  void onlyBitSevenOfTheByteAfterTheTemperaturesIsTheFlag(String hex, boolean tenfold)
      throws MalformedPayloadException {
    BasicInfo info = decodeWithProbes(0, hex + "0000 0000 0000 0000");
    assertThat(info.tenfoldUnits()).isEqualTo(tenfold);
  }

  /// Eight bytes are no block with state bits, and a temperature that was not sent is none either.
  @Test
  void whatIsNoExtensionHasNoUnitFlag() throws MalformedPayloadException {
    assertThat(decodeWithProbes(0, "80 0000 0000 0000 00").tenfoldUnits()).isFalse();
    assertThat(decodeWithProbes(4, "0aab 80").tenfoldUnits()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"00, 0,", "64, 100,", "65,, 101", "88,, 136", "ff,, 255"})
  void aboveAHundredPercentTheByteHoldsStateBits(
      String hex, @Nullable Integer humidity, @Nullable Integer stateBits)
      throws MalformedPayloadException {
    BasicInfoExtension extension =
        decodeWithProbes(0, hex + "0000 0000 0000 0000").extension().orElseThrow();
    assertThat(extension.humidity())
        .isEqualTo(humidity == null ? OptionalInt.empty() : OptionalInt.of(humidity));
    assertThat(extension.stateBits())
        .isEqualTo(stateBits == null ? OptionalInt.empty() : OptionalInt.of(stateBits));
  }

  /// The FET byte, the humidity or state byte of the newer block, and what is known of limiter and
  /// heater: a board with state bits may say it there.
  @ParameterizedTest
  @CsvSource({
    "03,,,",
    "07,, true,",
    "0b,,, true",
    "03, 2d, false, false",
    "0f, 2d, true, true",
    "03, 88,,",
    "0b, 88,, true",
  })
  void saysOfLimiterAndHeaterWhatTheBoardKnows(
      String fets, @Nullable String block, @Nullable Boolean limiter, @Nullable Boolean heating)
      throws MalformedPayloadException {
    BasicInfo info =
        Samples.basic(
            "0533 fe3c 2208 2710 002a 2eb1 0000 0000 0000 21 57"
                + fets
                + "04 00"
                + (block == null ? "" : block + "0000 0000 0000 0000"));
    assertThat(info.currentLimiter()).isEqualTo(Optional.ofNullable(limiter));
    assertThat(info.heating()).isEqualTo(Optional.ofNullable(heating));
  }

  /// 87.12 Ah of 100, of 99.5 that were learned, of none that were learned, and of more than all.
  @ParameterizedTest
  @CsvSource({
    "2208, 2710,, 87.12",
    "2208, 2710, 26de, 87.56",
    "2208, 2710, 0000, 87.12",
    "2774, 2710,, 101.0",
    "2208, 0000,,",
  })
  void computesTheChargeFromTheCapacities(
      String left, String nominal, @Nullable String learned, @Nullable Double share) {
    BasicInfo info =
        Samples.basic(
            "0533 fe3c"
                + left
                + nominal
                + "002a 2eb1 0000 0000 0000 21 57 03 04 00"
                + (learned == null ? "" : "2d 0000" + learned + "2208 0000"));
    assertThat(info.socByCapacity())
        .isEqualTo(share == null ? OptionalDouble.empty() : OptionalDouble.of(share));
  }

  @Test
  void namesTheWarnings() {
    assertThat(new BasicInfoExtension(45, 0xFFFF, 0, 0, 0).warnings())
        .containsExactly(
            "cell_voltage_high",
            "cell_voltage_low",
            "pack_voltage_high",
            "pack_voltage_low",
            "charge_temperature_high",
            "charge_temperature_low",
            "discharge_temperature_high",
            "discharge_temperature_low",
            "charge_current_high",
            "discharge_current_high",
            "cell_spread_high",
            "capacity_low",
            "reserved_12",
            "reserved_13",
            "reserved_14",
            "reserved_15");
    assertThat(new BasicInfoExtension(45, 0, 0, 0, 0).warnings()).isEmpty();
  }

  @Test
  void keepsTheProbesThatCame() throws MalformedPayloadException {
    BasicInfo info = decodeWithProbes(4, "0aab 0ab5");
    assertThat(info.ntcCount()).isEqualTo(4);
    assertThat(info.temperatures()).containsExactly(0.0, 1.0);
    assertThat(info.trailing()).isEqualTo(Payload.EMPTY);
  }

  @Test
  void halfAProbeIsLeftOver() throws MalformedPayloadException {
    BasicInfo info = decodeWithProbes(2, "0aab 0a");
    assertThat(info.temperatures()).containsExactly(0.0);
    assertThat(info.trailing().hex()).isEqualTo("0a");
  }

  @Test
  void eightBytesBehindTheProbesAreNoExtension() throws MalformedPayloadException {
    BasicInfo info = decodeWithProbes(1, "0aab 0102030405060708");
    assertThat(info.extension()).isEmpty();
    assertThat(info.trailing().hex()).isEqualTo("0102030405060708");
  }

  @Test
  void nineBytesBehindTheProbesAreTheExtension() throws MalformedPayloadException {
    // 45 %, alarm bits 8001, 400.00 Ah, 327.69 Ah, 2 mA.
    BasicInfo info = decodeWithProbes(1, "0aab 2d 8001 9c40 8001 0002");
    assertThat(info.extension()).contains(new BasicInfoExtension(45, 0x8001, 400.0, 327.69, 0.002));
    assertThat(info.trailing()).isEqualTo(Payload.EMPTY);
  }

  /// No board balances with 65 A.
  @ParameterizedTest
  @CsvSource({"ffe2, -0.03", "8000, -32.768", "7fff, 32.767", "0000, 0.0"})
  void balanceCurrentIsSigned(String hex, double amperes) throws MalformedPayloadException {
    BasicInfo info = decodeWithProbes(0, "2d 0000 0000 0000 " + hex);
    assertThat(info.extension().orElseThrow().balanceCurrent()).isEqualTo(amperes);
    assertThat(info.encode().hex()).endsWith(hex);
  }

  @Test
  void sevenMoreBytesHaveNames() throws MalformedPayloadException {
    // Active balancing 0005, protocol version 19, status 80000002; the bytes are kept, too.
    BasicInfo info = decodeWithProbes(0, "2d 0000 0000 0000 0000 0005 19 80000002");
    assertThat(info.tail()).contains(new BasicInfoExtension.Tail(5, 0x19, 0x80000002L));
    assertThat(info.trailing().hex()).isEqualTo("00051980000002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01 02 03 04 05 06", "01 02 03 04 05 06 07 08"})
  void anotherNumberOfBytesHasNoNames(String rest) throws MalformedPayloadException {
    assertThat(decodeWithProbes(0, "2d 0000 0000 0000 0000" + rest).tail()).isEmpty();
  }

  @Test
  void sevenBytesWithoutTheNineHaveNoNames() throws MalformedPayloadException {
    assertThat(decodeWithProbes(0, "01 02 03 04 05 06 07").tail()).isEmpty();
  }

  @Test
  void moreThanNineBytesAreTheExtensionAndARest() throws MalformedPayloadException {
    BasicInfo info = decodeWithProbes(0, "2d 0000 0000 0000 0000 010203");
    assertThat(info.extension()).contains(new BasicInfoExtension(45, 0, 0, 0, 0));
    assertThat(info.trailing().hex()).isEqualTo("010203");
  }

  @Test
  void balanceWordsStartAtCellOneAndSeventeen() throws MalformedPayloadException {
    byte[] payload = new byte[23];
    set(payload, BALANCE, "8001 8001");
    set(payload, CELLS, "20");
    BasicInfo info = BasicInfo.REGISTER.decode(Payload.of(payload));
    assertThat(info.balanceBits()).isEqualTo(0x80018001);
    assertThat(info.balancing()).containsExactly(1, 16, 17, 32);
  }

  @Test
  void balanceBitsBeyondTheCellCountStayRaw() throws MalformedPayloadException {
    byte[] payload = new byte[23];
    set(payload, BALANCE, "0018 ffff");
    set(payload, CELLS, "04");
    BasicInfo info = BasicInfo.REGISTER.decode(Payload.of(payload));
    assertThat(info.balancing()).containsExactly(4);
    assertThat(info.balanceBits()).isEqualTo(0xFFFF0018);
  }

  @Test
  void moreThanThirtyTwoCellsHaveNoBitsToBalance() throws MalformedPayloadException {
    byte[] payload = new byte[23];
    set(payload, BALANCE, "0001 0000");
    set(payload, CELLS, "ff");
    assertThat(BasicInfo.REGISTER.decode(Payload.of(payload)).balancing()).containsExactly(1);
  }

  /// Year 0 is 2000; month 0 and 13, day 0, 31 April and 29 February of a common year are no dates.
  @ParameterizedTest
  @CsvSource({
    "0021, 2000-01-01",
    "ff9f, 2127-12-31",
    "305d, 2024-02-29",
    "0000,",
    "2e11,",
    "2fb1,",
    "2ea0,",
    "2e9f,",
    "2e5d,",
    "ffff,"
  })
  void invalidDatesAreUnknown(String hex, @Nullable LocalDate date)
      throws MalformedPayloadException {
    assertThat(decode(DATE, hex).productionDate()).isEqualTo(Optional.ofNullable(date));
  }

  @Test
  void eachProtectionHasItsBit() throws MalformedPayloadException {
    List<Protection> inWireOrder = List.of(Protection.values());
    assertThat(inWireOrder).hasSize(16);
    for (int bit = 0; bit < 16; bit++) {
      BasicInfo info = decode(PROTECTION, "%04x".formatted(1 << bit));
      assertThat(info.protectionBits()).isEqualTo(1 << bit);
      assertThat(info.protections()).containsExactly(inWireOrder.get(bit));
    }
    assertThat(decode(PROTECTION, "ffff").protections()).isEqualTo(EnumSet.allOf(Protection.class));
    assertThat(decode(PROTECTION, "0000").protections()).isEmpty();
  }

  @Test
  void protectionsAreNamedFromBitZero() {
    assertThat(List.of(Protection.values()).stream().map(Protection::label))
        .containsExactly(
            "cell_overvoltage",
            "cell_undervoltage",
            "pack_overvoltage",
            "pack_undervoltage",
            "charge_overtemperature",
            "charge_undertemperature",
            "discharge_overtemperature",
            "discharge_undertemperature",
            "charge_overcurrent",
            "discharge_overcurrent",
            "short_circuit",
            "frontend_ic_error",
            "mosfet_software_lock",
            "charge_mosfet_breakdown",
            "discharge_mosfet_breakdown",
            "reserved_15");
  }

  @ParameterizedTest
  @CsvSource({"00, 0.0", "80, 8.0", "44, 4.4", "2a, 2.a", "ff, f.f"})
  void softwareVersionIsTwoHexDigits(String hex, String version) throws MalformedPayloadException {
    assertThat(decode(VERSION, hex).softwareVersion()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({"00, false, false", "01, true, false", "02, false, true", "8f, true, true"})
  void fetsAreSingleBits(String hex, boolean charge, boolean discharge)
      throws MalformedPayloadException {
    assertThat(decode(FETS, hex).chargeFet()).isEqualTo(charge);
    assertThat(decode(FETS, hex).dischargeFet()).isEqualTo(discharge);
  }

  private static BasicInfo decode(int offset, String hex) throws MalformedPayloadException {
    byte[] payload = new byte[23];
    set(payload, offset, hex);
    return BasicInfo.REGISTER.decode(Payload.of(payload));
  }

  private static BasicInfo decodeWithProbes(int count, String rest)
      throws MalformedPayloadException {
    byte[] payload = new byte[23];
    payload[PROBES] = (byte) count;
    return BasicInfo.REGISTER.decode(Payload.of(Frames.join(payload, Frames.hex(rest))));
  }

  private static void set(byte[] payload, int offset, String hex) {
    byte[] bytes = Frames.hex(hex);
    System.arraycopy(bytes, 0, payload, offset, bytes.length);
  }
}
