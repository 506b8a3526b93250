package cellwarden.poll;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cellwarden.battery.Fault;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeStack;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.Samples;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BatteryReaderTest {

  private static final BatteryConfig SETTINGS = Batteries.named("myBattery");

  /// 12.31 V, which is 7.5 % off the cells.
  private static final byte[] CONTRADICTING =
      Answers.answer(0x03, Answers.BASIC.replace("0533", "04cf"));

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);

  @AfterEach
  void everyConnectionWasClosed() {
    transport.assertAllClosed();
  }

  @Test
  void readsACompleteSample() throws Exception {
    transport.opensAfter(Duration.ofMillis(412), healthy().withRssi(-61));

    Sample sample = reader(SETTINGS).read();

    Sample expected = Samples.aSample();
    assertThat(sample.values()).isEqualTo(expected.values());
    assertThat(sample.suspect()).isEmpty();
    assertThat(sample.seq()).isEmpty();
    assertThat(sample.battery()).isEqualTo("myBattery");
    assertThat(sample.link().attempts()).isEqualTo(1);
    assertThat(sample.link().connect()).isEqualTo(Duration.ofMillis(412));
    assertThat(sample.link().rssi()).hasValue(-61);
  }

  @Test
  void stampsTheTimeWhenRegister03WasAnswered() throws Exception {
    transport.opens(
        link(
            Reply.silence().then(Duration.ofMillis(200), Answers.basic()),
            Reply.silence().then(Duration.ofMillis(900), Answers.cells()),
            Reply.of(Answers.model())));

    Sample sample = reader(Batteries.settling(SETTINGS, Duration.ofMillis(500))).read();

    assertThat(sample.time()).isEqualTo(FakeTime.START.plusMillis(700));
    assertThat(sample.link().read()).isEqualTo(Duration.ofMillis(1100));
  }

  @Test
  void settlesBeforeTheFirstRequest() throws Exception {
    transport.opens(healthy());

    reader(Batteries.settling(SETTINGS, Duration.ofMillis(500))).read();

    assertThat(time.pauses()).containsExactly(Duration.ofMillis(500));
  }

  @Test
  void connectsAgainWhenTheLinkDropsInTheMiddle() throws Exception {
    transport
        .opens(link(Reply.of(Answers.basic()), Reply.lost()))
        .fails(TransportException.Kind.UNREACHABLE)
        .opens(healthy());

    assertThat(reader(SETTINGS).read().link().attempts()).isEqualTo(3);
  }

  @Test
  void pausesLongerBetweenFurtherAttempts() {
    transport.otherwise(this::silent);

    assertThat(failure(reader(SETTINGS)).kind()).isEqualTo(Fault.Kind.NO_RESPONSE);

    assertThat(transport.connects()).isEqualTo(3);
    // Between them stand the pauses after the connects, which may be what it needs.
    assertThat(time.pauses()).hasSize(4);
    assertThat(time.pauses().get(0)).isBetween(Duration.ofMillis(375), Duration.ofMillis(625));
    assertThat(time.pauses().get(1)).isEqualTo(Duration.ofMillis(500));
    assertThat(time.pauses().get(2)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
    assertThat(time.pauses().get(3)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void saysTheFaultOfTheLastAttempt() {
    transport.opens(silent()).fails(TransportException.Kind.UNREACHABLE).opens(link(Reply.lost()));

    assertThat(failure(reader(SETTINGS)))
        .isEqualTo(new Fault(Fault.Kind.LOST, "scripted: the link dropped"));
  }

  /// 04 stays silent three times on each of three connections.
  @Test
  void keepsWhatRegister03SaidWhereTheCellsStayUnknown() {
    transport.otherwise(() ->
        link()
            .otherwise(request ->
                request.equals(Answers.READ_BASIC) ? Reply.of(Answers.basic()) : Reply.silence()));

    PollException failure = catchThrowableOfType(PollException.class, reader(SETTINGS)::read);

    assertThat(failure.fault().kind()).isEqualTo(Fault.Kind.NO_RESPONSE);
    assertThat(failure.fault().sentence())
        .isEqualTo(
            "register 04: no answer after 3 tries in 4.5 s, though register 03 was answered;"
                + " try nearer to it, and report the board if it never answers 04");
    Sample partial = failure.partial().orElseThrow();
    assertThat(partial.number(Metric.VOLTAGE)).hasValue(13.31);
    assertThat(partial.number(Metric.SOC)).hasValue(87);
    assertThat(partial.values()).doesNotContainKeys(Metric.CELLS, Metric.CELL_MIN);
    assertThat(partial.battery()).isEqualTo("myBattery");
    assertThat(partial.link().attempts()).isEqualTo(3);
  }

  @Test
  void keepsWhatAnEarlierAttemptRead() {
    transport
        .opens(link(Reply.of(Answers.basic()), Reply.lost()))
        .fails(TransportException.Kind.DENIED);

    PollException failure = catchThrowableOfType(PollException.class, reader(SETTINGS)::read);

    assertThat(failure.fault().kind()).isEqualTo(Fault.Kind.DENIED);
    assertThat(failure.partial()).isPresent();
  }

  @Test
  void saysThatTheLinkBrokeAfterRegister03() {
    transport.otherwise(() -> link(Reply.of(Answers.basic()), Reply.lost()));

    assertThat(failure(reader(SETTINGS)))
        .isEqualTo(
            new Fault(
                Fault.Kind.LOST, "scripted: the link dropped, though register 03 was answered"));
  }

  @Test
  void hasNothingToShowWhereNothingWasRead() {
    transport.otherwise(this::silent);

    assertThat(catchThrowableOfType(PollException.class, reader(SETTINGS)::read).partial())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportException.Kind.class,
      names = {"NOT_FOUND", "DENIED"})
  void doesNotTryAgainWhatWouldFailAgain(TransportException.Kind kind) {
    transport.fails(kind);

    assertThat(failure(reader(SETTINGS)).kind().name()).isEqualTo(kind.name());
    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void doesNotConnectAgainInThisPollWhenTheConnectHasWaited() {
    transport.failsAfter(BatterySession.CONNECT_TIMEOUT, TransportException.Kind.UNREACHABLE);

    assertThat(failure(reader(SETTINGS)).kind()).isEqualTo(Fault.Kind.UNREACHABLE);
    assertThat(transport.connects()).isEqualTo(1);
    assertThat(time.elapsed()).isEqualTo(BatterySession.CONNECT_TIMEOUT);
  }

  @Test
  void statesTheBluetoothStackAndTheCureThatItKnows() throws Exception {
    BleAddress address = BleAddress.of("A4:C1:38:00:11:22");
    FakeStack bluez = new FakeStack(BleAddress.Stack.BLUEZ);
    assertThat(reader(bluez.transport(address)).read().link().stack()).contains("bluez");

    bluez.failing(BleTrouble.ADAPTER_OFF.at(address, "hci0"));
    assertThat(failure(reader(bluez.transport(address))).sentence())
        .isEqualTo(
            "ble:A4:C1:38:00:11:22: the Bluetooth adapter hci0 is switched off; switch it on with"
                + " 'bluetoothctl power on'");
  }

  @Test
  void doesNotConnectAgainForARefusal() {
    transport.opens(link(Reply.of(Answers.refusal(0x03, 0x80))));

    assertThat(failure(reader(SETTINGS)).kind()).isEqualTo(Fault.Kind.REFUSED);
    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void doesNotConnectAgainToADeviceThatOnlyEchoes() {
    transport.opens(link().otherwise(request -> Reply.ofHex(request)));

    Fault fault = failure(reader(SETTINGS));

    assertThat(fault.kind()).isEqualTo(Fault.Kind.DENIED);
    assertThat(fault.sentence())
        .contains("only echoed the request", "pairing", "password", "; give its passkey as pin");
    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void readsAgainWhatContradictsItself() throws Exception {
    ScriptedConnection link = link(Reply.of(CONTRADICTING)).otherwise(Answers::to);
    transport.opens(link);

    Sample sample = reader(SETTINGS).read();

    assertThat(sample.suspect()).isEmpty();
    assertThat(sample.values().get(Metric.VOLTAGE)).isEqualTo(13.31);
    assertThat(link.sent())
        .containsExactly(
            Answers.READ_BASIC,
            Answers.READ_CELLS,
            Answers.READ_BASIC,
            Answers.READ_CELLS,
            Answers.READ_MODEL);
  }

  @Test
  void publishesAContradictionThatStaysAsSuspect() throws Exception {
    ScriptedConnection link = answering(CONTRADICTING, Answers.cells());
    transport.opens(link);

    Sample sample = reader(SETTINGS).read();

    assertThat(sample.suspect()).containsExactly(Metric.VOLTAGE);
    assertThat(sample.values().get(Metric.VOLTAGE)).isEqualTo(12.31);
    assertThat(link.sent()).filteredOn(Answers.READ_BASIC::equals).hasSize(2);
  }

  @Test
  void keepsAContradictionWhenReadingAgainFails() throws Exception {
    ScriptedConnection link =
        link(Reply.of(CONTRADICTING), Reply.of(Answers.cells()), Reply.lost());
    transport.opens(link);

    Sample sample = reader(SETTINGS).read();

    assertThat(sample.suspect()).containsExactly(Metric.VOLTAGE);
    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void marksACellCountThatDiffers() throws Exception {
    byte[] fiveCells = Answers.answer(0x04, "0a66 0a66 0a66 0a66 0a66");
    transport.opens(answering(Answers.basic(), fiveCells));

    Sample sample = reader(SETTINGS).read();

    assertThat(sample.suspect()).containsExactly(Metric.CELLS);
    assertThat(sample.list(Metric.CELLS).size()).isEqualTo(5);
  }

  @Test
  void overridesTheUnitsOfTheDevice() throws Exception {
    transport.opens(healthy());

    Sample sample = reader(Batteries.counting(SETTINGS, TenfoldUnits.ALWAYS)).read();

    assertThat(sample.values().get(Metric.CURRENT)).isEqualTo(-45.2);
    assertThat(sample.values().get(Metric.NOMINAL_CAPACITY)).isEqualTo(1000.0);
  }

  /// In the sample, and before its name in the log; the name stays what it is.
  @Test
  void callsTheBatteryAsPeopleDo() throws Exception {
    BatteryConfig kitchen = Batteries.called(SETTINGS, "Küche, links");
    transport.opens(
        link(
                Reply.of(Answers.answer(0x03, Answers.BASIC + " 88 0000 2328 2208 0019")),
                Reply.of(Answers.cells()))
            .otherwise(Answers::to));
    try (CapturedLog log = CapturedLog.start()) {
      Reading reading = reader(kitchen).readRegisters();
      new Notices().look(reading);
      assertThat(reading.sample().battery()).isEqualTo(kitchen.name());
      assertThat(reading.sample().values()).containsEntry(Metric.DISPLAY_NAME, "Küche, links");
      assertThat(log.messages("WARN"))
          .singleElement(as(STRING))
          .startsWith("Küche, links (" + kitchen.name() + "): the board");
    }
  }

  /// The flag stands after the temperatures alone. Two readings, one message.
  @Test
  void readsTenthsAndSaysSoOnce() throws Exception {
    String block = " 88 0000 2328 2208 0019";
    BatteryReader reader = reader(SETTINGS);
    Notices notices = new Notices();
    try (CapturedLog log = CapturedLog.start()) {
      for (int poll = 0; poll < 2; poll++) {
        transport.opens(
            link(Reply.of(Answers.answer(0x03, Answers.BASIC + block)), Reply.of(Answers.cells()))
                .otherwise(Answers::to));
        Reading reading = reader.readRegisters();
        notices.look(reading);
        Sample sample = reading.sample();
        assertThat(sample.values().get(Metric.CURRENT)).isEqualTo(-45.2);
        assertThat(sample.values().get(Metric.REMAINING_CAPACITY)).isEqualTo(871.2);
        assertThat(sample.values().get(Metric.NOMINAL_CAPACITY)).isEqualTo(1000.0);
      }
      assertThat(log.messages("WARN"))
          .singleElement(as(STRING))
          .contains("tenths instead of hundredths, which x10 in the configuration can override");
    }
  }

  @Test
  void asksFurtherOnTheConnectionThatGaveTheSample() throws Exception {
    transport.opens(healthy());

    try (BatteryReader reader = reader(SETTINGS.withKeepAlive(true))) {
      reader.read();
      BatterySession session = reader.session().orElseThrow();
      assertThat(session.ask(CellVoltages.REGISTER.request()).encode()).isEqualTo(Answers.cells());
    }

    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void leavesNoConversationOpenUnlessItIsToldTo() throws Exception {
    transport.opens(healthy());
    BatteryReader reader = reader(SETTINGS);

    reader.read();

    assertThat(reader.session()).isEmpty();
  }

  @Test
  void closesTheConnectionOnAnInterrupt() {
    transport.opens(
        link(Reply.of(Answers.basic()))
            .otherwise(_ -> {
              Thread.currentThread().interrupt();
              return Reply.silence();
            }));

    assertThatThrownBy(() -> reader(SETTINGS).read()).isInstanceOf(InterruptedException.class);
    transport.assertAllClosed();
  }

  @Test
  void closesTheConnectionWhenInterruptedWhileItSettles() {
    transport.opens(healthy());
    time.endAfter(Duration.ofMillis(100));

    assertThatThrownBy(() -> reader(Batteries.settling(SETTINGS, Duration.ofMillis(500))).read())
        .isInstanceOf(InterruptedException.class);
    transport.assertAllClosed();
  }

  private BatteryReader reader(Transport other) {
    return new BatteryReader(SETTINGS, other, RefusedPasswords.inMemory(), time, new Random(1));
  }

  private BatteryReader reader(BatteryConfig settings) {
    return new BatteryReader(settings, transport, RefusedPasswords.inMemory(), time, new Random(1));
  }

  private ScriptedConnection link(Reply... script) {
    return new ScriptedConnection(time, script);
  }

  private ScriptedConnection healthy() {
    return link().otherwise(Answers::to);
  }

  private ScriptedConnection silent() {
    return link();
  }

  private ScriptedConnection answering(byte[] basic, byte[] cells) {
    return link()
        .otherwise(request ->
            switch (request) {
              case Answers.READ_BASIC -> Reply.of(basic);
              case Answers.READ_CELLS -> Reply.of(cells);
              default -> Answers.to(request);
            });
  }

  private static Fault failure(BatteryReader reader) {
    return catchThrowableOfType(PollException.class, reader::read).fault();
  }
}
