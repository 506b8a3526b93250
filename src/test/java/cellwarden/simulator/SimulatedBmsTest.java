package cellwarden.simulator;

import static cellwarden.simulator.Simulations.START;
import static cellwarden.simulator.Simulations.answer;
import static cellwarden.simulator.Simulations.bms;
import static cellwarden.simulator.Simulations.fragments;
import static cellwarden.simulator.Simulations.options;
import static cellwarden.simulator.Simulations.read;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.ConfigurationRegister;
import cellwarden.protocol.register.ConfigurationValue;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.Count;
import cellwarden.protocol.register.ConfigurationValue.RegisterUnit;
import cellwarden.protocol.register.DeviceText;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.FactoryMode;
import cellwarden.protocol.register.FetControl;
import cellwarden.protocol.register.HardwareVersion;
import cellwarden.protocol.register.Protection;
import cellwarden.protocol.register.Register;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The registers, seen through the protocol.
class SimulatedBmsTest {

  private static final Register<ConfigurationValue> CELL_OV =
      ConfigurationRegister.named("cell_ov").register();

  private final SimulatedBms bms = bms("sim:16s?ntc=2&seed=9");

  @Test
  void answersEverythingThatIsPolled() throws MalformedPayloadException {
    BasicInfo info = read(bms, BasicInfo.REGISTER);
    CellVoltages cells = read(bms, CellVoltages.REGISTER);
    assertThat(info.cellCount()).isEqualTo(16).isEqualTo(cells.count());
    assertThat(info.ntcCount()).isEqualTo(2);
    assertThat(info.soc()).isEqualTo(80);
    assertThat(read(bms, HardwareVersion.REGISTER).text()).isEqualTo("JBD-SIM16S-L16S-100AH");
    assertThat(read(bms, ErrorCounts.REGISTER).counts()).hasSize(12);
    assertThat(read(bms, DeviceText.MANUFACTURER).text()).isEqualTo("Cellwarden");
    assertThat(read(bms, DeviceText.DEVICE_NAME).text()).isEqualTo("Simulator");
    assertThat(read(bms, DeviceText.BARCODE).text()).isEmpty();
  }

  @Test
  void answersComeAsNotificationsOfTwentyBytes() {
    assertThat(fragments(bms, BasicInfo.REGISTER.request()))
        .extracting(Payload::length)
        .containsExactly(20, 14);
  }

  @Test
  void requestsMayComeInSlicesAndTogether() {
    byte[] request = BasicInfo.REGISTER.request().encode();
    assertThat(bms.receive(Arrays.copyOf(request, 3))).isEmpty();
    assertThat(bms.receive(Arrays.copyOfRange(request, 3, request.length))).isNotEmpty();
    byte[] both = Arrays.copyOf(request, 2 * request.length);
    System.arraycopy(request, 0, both, request.length, request.length);
    assertThat(bms.receive(both)).hasSize(4);
  }

  @Test
  void halfRequestDoesNotSwallowTheNext() {
    byte[] request = BasicInfo.REGISTER.request().encode();
    assertThat(bms.receive(Arrays.copyOf(request, 6))).isEmpty();
    assertThat(bms.receive(request)).hasSize(2);
  }

  @Test
  void wrongRequestChecksumMeetsSilence() {
    byte[] request = BasicInfo.REGISTER.request().encode();
    request[5] ^= 1;
    assertThat(bms.receive(request)).isEmpty();
    assertThat(answer(bms, BasicInfo.REGISTER.request()).isOk()).isTrue();
  }

  @Test
  void unknownRegistersAreRefused() {
    assertThat(answer(bms, Request.read(0x06)).status()).isEqualTo(Status.UNKNOWN_REGISTER);
    assertThat(answer(bms, Request.write(0x06, Payload.ofHex("06"))).status())
        .isEqualTo(Status.UNKNOWN_REGISTER);
    assertThat(answer(bms, Request.read(0x60)).status()).isEqualTo(Status.UNKNOWN_REGISTER);
    assertThat(answer(bms, Request.write(0x03, Payload.EMPTY)).status())
        .isEqualTo(Status.UNKNOWN_REGISTER);
  }

  @Test
  void configurationAnswersInFactoryModeOnly() throws MalformedPayloadException {
    Payload lower =
        ConfigurationRegister.named("cell_ov").encode(new Amount(3.5, RegisterUnit.VOLT));
    Request write = Request.write(CELL_OV.number(), lower);
    assertThat(answer(bms, CELL_OV.request()).status()).isEqualTo(Status.NOT_ALLOWED);
    assertThat(answer(bms, write).status()).isEqualTo(Status.NOT_ALLOWED);
    assertThat(answer(bms, FactoryMode.ENTER.request())).isEqualTo(ok(0x00));
    assertThat(read(bms, CELL_OV).content()).isEqualTo(new Amount(3.65, RegisterUnit.VOLT));
    assertThat(answer(bms, write)).isEqualTo(ok(CELL_OV.number()));
    assertThat(read(bms, CELL_OV).content()).isEqualTo(new Amount(3.5, RegisterUnit.VOLT));
    assertThat(answer(bms, Request.write(CELL_OV.number(), Payload.EMPTY)).isOk()).isFalse();
    assertThat(answer(bms, FactoryMode.LEAVE.request())).isEqualTo(ok(0x01));
    assertThat(answer(bms, CELL_OV.request()).status()).isEqualTo(Status.NOT_ALLOWED);
  }

  @Test
  void everyConfigurationRegisterAnswersInFactoryMode() throws MalformedPayloadException {
    answer(bms, FactoryMode.ENTER.request());
    for (ConfigurationRegister row : ConfigurationRegister.TABLE) {
      assertThat(read(bms, row.register()).name()).isEqualTo(row.name());
    }
  }

  @Test
  void anotherClientHasToEnterFactoryModeAgain() {
    answer(bms, FactoryMode.ENTER.request());
    bms.connected();
    assertThat(answer(bms, CELL_OV.request()).status()).isEqualTo(Status.NOT_ALLOWED);
  }

  @Test
  void fetControlShowsInFetByteAndSoftwareLock() throws MalformedPayloadException {
    assertThat(answer(bms, new FetControl(true, false).request())).isEqualTo(ok(0xE1));
    BasicInfo off = read(bms, BasicInfo.REGISTER);
    assertThat(off.chargeFet()).isFalse();
    assertThat(off.dischargeFet()).isTrue();
    assertThat(off.protections()).containsExactly(Protection.MOSFET_SOFTWARE_LOCK);
    answer(bms, new FetControl(false, false).request());
    assertThat(read(bms, BasicInfo.REGISTER).protections()).isEmpty();
    assertThat(answer(bms, Request.write(0xE1, Payload.ofHex("ff00"))).isOk()).isFalse();
  }

  @Test
  void fetSwitchedOffCarriesNoCurrent() throws MalformedPayloadException {
    AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    SimulatedBms discharging =
        SimulatedBms.of(options("sim:?current=-10&soc=50"), () -> START.plus(passed.get()));
    passed.set(Duration.ofSeconds(5));
    assertThat(read(discharging, BasicInfo.REGISTER).current()).isEqualTo(-10);
    answer(discharging, new FetControl(false, true).request());
    passed.set(Duration.ofSeconds(7));
    assertThat(read(discharging, BasicInfo.REGISTER).current()).isZero();
  }

  @Test
  void savingOnLeavingFactoryModeClearsTheCounters() throws MalformedPayloadException {
    AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    SimulatedBms shorted =
        SimulatedBms.of(options("sim:?current=-900"), () -> START.plus(passed.get()));
    passed.set(Duration.ofSeconds(2));
    assertThat(read(shorted, ErrorCounts.REGISTER).counts()).containsEntry("short_circuit", 1);
    answer(shorted, FactoryMode.ENTER.request());
    answer(shorted, FactoryMode.LEAVE.request());
    assertThat(read(shorted, ErrorCounts.REGISTER).counts()).containsEntry("short_circuit", 1);
    answer(shorted, FactoryMode.LEAVE_AND_SAVE.request());
    assertThat(read(shorted, ErrorCounts.REGISTER).counts()).containsEntry("short_circuit", 0);
  }

  @Test
  void remainingCapacityCanBeSet() throws MalformedPayloadException {
    answer(bms, FactoryMode.ENTER.request());
    Payload half =
        ConfigurationRegister.named("set_remaining_capacity")
            .encode(new Amount(50, RegisterUnit.AMPERE_HOUR));
    answer(bms, Request.write(0xE0, half));
    assertThat(read(bms, BasicInfo.REGISTER).remainingCapacity()).isEqualTo(50);
  }

  @Test
  void textsAreWrittenInFactoryModeOnly() throws MalformedPayloadException {
    Request write = Request.write(0xA1, new DeviceText("shed").encode());
    assertThat(answer(bms, write).status()).isEqualTo(Status.NOT_ALLOWED);
    answer(bms, FactoryMode.ENTER.request());
    assertThat(answer(bms, write)).isEqualTo(ok(0xA1));
    assertThat(answer(bms, Request.write(0xA0, Payload.ofHex("00")))).isEqualTo(ok(0xA0));
    assertThat(answer(bms, Request.write(0xA2, Payload.ofHex("0241"))).isOk()).isFalse();
    bms.connected();
    assertThat(read(bms, DeviceText.DEVICE_NAME).text()).isEqualTo("shed");
    assertThat(read(bms, DeviceText.MANUFACTURER).text()).isEmpty();
  }

  /// Six zero bytes to 06 is what the phone app sends; 09 clears the password.
  @Test
  void takesPasswordsAsABoardWithoutOne() {
    assertThat(answer(bms, Request.write(0x06, Payload.ofHex("06000000000000"))))
        .isEqualTo(ok(0x06));
    assertThat(answer(bms, Request.write(0x09, Payload.ofHex("064a3142324434"))))
        .isEqualTo(ok(0x09));
    assertThat(answer(bms, Request.write(0x07, Payload.ofHex("0c000000000000010203040506"))))
        .isEqualTo(ok(0x07));
  }

  @Test
  void fetControlReadsBackWhatWasWritten() {
    answer(bms, new FetControl(false, true).request());
    answer(bms, FactoryMode.ENTER.request());
    assertThat(answer(bms, Request.read(0xE1)).payload().hex()).isEqualTo("0002");
  }

  @Test
  void settingsSayTheSameAsBasicInfo() throws MalformedPayloadException {
    answer(bms, FactoryMode.ENTER.request());
    int cycles = read(bms, BasicInfo.REGISTER).cycles();
    assertThat(cycles).isPositive();
    assertThat(setting("cycle_count")).isEqualTo(new Count(cycles));
    answer(bms, Request.write(0x17, Payload.ofHex("0111")));
    answer(bms, Request.write(0x10, Payload.ofHex("4e20")));
    answer(bms, Request.write(0x15, Payload.ofHex("30ab")));
    BasicInfo written = read(bms, BasicInfo.REGISTER);
    assertThat(written.cycles()).isEqualTo(273);
    assertThat(setting("cycle_count")).isEqualTo(new Count(273));
    assertThat(written.nominalCapacity()).isEqualTo(200);
    assertThat(written.productionDate()).contains(LocalDate.of(2024, 5, 11));
  }

  /// Load detection and balancing.
  @Test
  void isDeliveredWithTheFunctionBitsOfRealBoards() throws MalformedPayloadException {
    answer(bms, FactoryMode.ENTER.request());
    assertThat(setting("function_bits")).isEqualTo(new Count(6));
  }

  private ConfigurationValue.Content setting(String name) throws MalformedPayloadException {
    return read(bms, ConfigurationRegister.named(name).register()).content();
  }

  @Test
  void theModuleAnswersTheHandshake() {
    String key = "ffaa1506303030303030" + "3b";
    // No password is set.
    assertThat(module(key)).containsExactly("ffaa15010218");
    // Another key: 15 + 06 + 6 * 31 = 141.
    assertThat(module("ffaa1506313131313131" + "41")).containsExactly("ffaa15010218");
    assertThat(module("ffaa170017")).singleElement().asString().startsWith("ffaa1701").hasSize(12);
    // Any six bytes, sum 18 + 06; any fifteen, sum 1D + 0F.
    assertThat(module("ffaa1806" + "00".repeat(6) + "1e")).containsExactly("ffaa18010019");
    assertThat(module("ffaa1d0f" + "00".repeat(15) + "2c")).containsExactly("ffaa1d01001e");
    assertThat(module("ffaa180018")).containsExactly("ffaa1801011a");
    assertThat(module("ffaa990099")).isEmpty();
  }

  private List<String> module(String request) {
    return bms.receive(Payload.ofHex(request).toBytes()).stream()
        .map(event -> ((WireQueue.Fragment) event).bytes().hex())
        .toList();
  }

  private static Response ok(int register) {
    return new Response(register, Status.OK, Payload.EMPTY);
  }
}
