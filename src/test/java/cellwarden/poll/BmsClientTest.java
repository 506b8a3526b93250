package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.battery.Fault;
import cellwarden.protocol.Request;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.HardwareVersion;
import cellwarden.testing.Answers;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BmsClientTest {

  /// 9.99 V instead of 13.31 V, to tell two answers apart.
  private static final String OTHER_BASIC = Answers.BASIC.replace("0533", "03e7");

  private final FakeTime time = new FakeTime();

  @Test
  void readsAtTheFirstTry() throws Exception {
    ScriptedConnection link = link(Reply.of(Answers.basic()));

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).containsExactly(Answers.READ_BASIC);
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void asksAgainWhenTheFirstRequestMeetsASleepingBoard() throws Exception {
    ScriptedConnection link = link(Reply.silence(), Reply.of(Answers.basic()));

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).containsExactly(Answers.READ_BASIC, Answers.READ_BASIC);
    // As long as an answer to the second request would take if the first was late and not lost.
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(1500 + 1750));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20, 33})
  void joinsFragmentsOfAnySize(int size) throws Exception {
    assertThat(read(link(Reply.of(cut(Answers.basic(), size)))).soc()).isEqualTo(87);
  }

  @Test
  void waitsForTheRestOfASlowAnswer() throws Exception {
    byte[][] parts = cut(Answers.basic(), 20);
    Reply slow =
        Reply.silence()
            .then(Duration.ofMillis(700), parts[0])
            .then(Duration.ofMillis(1400), parts[1]);
    ScriptedConnection link = link(slow);

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).hasSize(1);
  }

  @Test
  void ignoresTheAnswerOfAnotherRegister() throws Exception {
    assertThat(read(link(Reply.of(Answers.cells(), Answers.basic()))).voltage()).isEqualTo(13.31);
  }

  @Test
  void doesNotTakeAnEarlierAnswerForTheNextOnes() throws Exception {
    Reply twice = Reply.of(Answers.basic()).then(Duration.ofMillis(300), Answers.basic());
    ScriptedConnection link = link(twice, Reply.of(Answers.answer(0x03, OTHER_BASIC)));
    BmsClient client = new BmsClient(link, time);

    client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED);
    time.advance(Duration.ofSeconds(1));

    assertThat(client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED).voltage()).isEqualTo(9.99);
  }

  /// A second master on the line: its answers wait until the next request.
  @Test
  void takesNothingThatCameBeforeTheRequest() throws Exception {
    byte[][] old = new byte[963][];
    Arrays.fill(old, Answers.basic());
    ScriptedConnection link = link(Reply.of(Answers.basic()).then(Duration.ofSeconds(1), old));
    link.otherwise(_ -> Reply.of(Answers.answer(0x03, OTHER_BASIC)));
    BmsClient client = new BmsClient(link, time);

    client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED);
    time.advance(Duration.ofSeconds(30));

    // 963 frames of 34 bytes are 32742 bytes, and 32 kB are 32768.
    assertThat(client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED).voltage()).isEqualTo(9.99);
    assertThat(link.sent()).hasSize(2);
  }

  @Test
  void asksNothingOfALineOnWhichTooMuchWaits() throws Exception {
    byte[][] old = new byte[964][];
    Arrays.fill(old, Answers.basic());
    ScriptedConnection link = link(Reply.of(Answers.basic()).then(Duration.ofSeconds(1), old));
    BmsClient client = new BmsClient(link, time);

    client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED);
    time.advance(Duration.ofSeconds(30));

    // 964 frames of 34 bytes are 32776 bytes.
    ExchangeException e =
        catchThrowableOfType(
            ExchangeException.class,
            () -> client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED));
    assertThat(e).hasMessage("register 03: more than 32 kB came before it was asked for");
    assertThat(e.fault().kind()).isEqualTo(Fault.Kind.MALFORMED);
    assertThat(link.sent()).hasSize(1);
  }

  @Test
  void doesNotJoinHalfAnAnswerWithTheNext() throws Exception {
    byte[] half = cut(Answers.basic(), 20)[0];
    ScriptedConnection link = link(Reply.of(half), Reply.of(Answers.basic()));

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).hasSize(2);
  }

  @Test
  void findsTheAnswerBehindNoiseThatAnnouncesALongFrame() throws Exception {
    Reply noisy = Reply.ofHex("dd 03 00 ff").then(Duration.ofMillis(100), Answers.basic());
    ScriptedConnection link = link(noisy);

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).hasSize(1);
  }

  @Test
  void readsBehindTheEchoOfAHalfDuplexLine() throws Exception {
    byte[] echo = BasicInfo.REGISTER.request().encode();

    assertThat(read(link(Reply.of(echo, Answers.basic()))).voltage()).isEqualTo(13.31);
  }

  @Test
  void passesOverWhatTheBluetoothModuleSays() throws Exception {
    Reply reply = Reply.ofHex("ff aa 15 01 01 17").then(Duration.ZERO, Answers.basic());

    assertThat(read(link(reply)).voltage()).isEqualTo(13.31);
  }

  @Test
  void callsADeviceThatOnlyEchoesDenied() {
    ScriptedConnection link =
        link().otherwise(_ -> Reply.of(BasicInfo.REGISTER.request().encode()));

    assertFault(
        link,
        Fault.Kind.DENIED,
        "register 03: the device only echoed the request after 3 tries in 4.5 s,"
            + " so it wants pairing or the password of the phone app");
  }

  @Test
  void takesARefusalAtOnce() {
    ScriptedConnection link = link(Reply.of(Answers.refusal(0x03, 0x80)));

    assertFault(
        link,
        Fault.Kind.REFUSED,
        "register 03: refused with status 80 (the device does not know this register)");
    assertThat(link.sent()).hasSize(1);
  }

  @Test
  void callsARefusedPasswordDenied() {
    ScriptedConnection link = link(Reply.of(Answers.refusal(0x03, 0x83)));

    assertFault(
        link,
        Fault.Kind.DENIED,
        "register 03: refused with status 83 (the password was not accepted)");
  }

  @Test
  void asksAgainWhenTheDeviceSawAWrongChecksum() throws Exception {
    ScriptedConnection link =
        link(Reply.of(Answers.refusal(0x03, 0x82)), Reply.of(Answers.basic()));

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).hasSize(2);
  }

  @Test
  void givesUpOnADeviceThatOnlySeesWrongChecksums() {
    ScriptedConnection link = link().otherwise(_ -> Reply.of(Answers.refusal(0x03, 0x82)));

    assertFault(
        link,
        Fault.Kind.REFUSED,
        "register 03: refused with status 82 (the device saw a wrong checksum) after 3 tries in"
            + " 0.0 s");
    assertThat(link.sent()).hasSize(3);
  }

  @Test
  void callsGarbageMalformed() {
    ScriptedConnection link = link(Reply.ofHex("00 11 22", "dd 03 00"), Reply.ofHex("ff"));

    assertFault(
        link,
        Fault.Kind.MALFORMED,
        "register 03: no valid frame in 7 bytes received after 3 tries in 4.5 s (1 that broke off)");
  }

  @Test
  void saysWhatWasOddAboutBytesThatAreNoFrame() {
    byte[] wrongSum = Answers.basic();
    wrongSum[wrongSum.length - 2] ^= 1;
    byte[] wrongEnd = Answers.basic();
    wrongEnd[wrongEnd.length - 1] = 0;

    assertFault(
        link(Reply.of(wrongSum), Reply.of(wrongSum), Reply.of(wrongEnd)),
        Fault.Kind.MALFORMED,
        "register 03: no valid frame in 102 bytes received after 3 tries in 4.5 s"
            + " (1 without 77 where it should end, 2 with a wrong checksum)");
    assertFault(
        link(Reply.ofHex("00")),
        Fault.Kind.MALFORMED,
        "register 03: no valid frame in 1 byte received after 3 tries in 4.5 s"
            + " (none begins with DD)");
  }

  /// A board of 2017 puts A5 where the register belongs: `DD A5 00 02`, two bytes, sum 02 + 13 +
  /// 78.
  @Test
  void saysThatFramesCameInAnOlderForm() {
    ScriptedConnection link = link().otherwise(_ -> Reply.ofHex("dda50002 1378 ff73 77"));

    ExchangeException e =
        assertFault(
            link,
            Fault.Kind.MALFORMED,
            "register 03: no answer after 3 tries in 4.5 s, only 3 frames whose second byte is A5");
    assertThat(e.fault().sentence()).contains("answers in an older form");
  }

  @Test
  void saysThatSomebodyElseAsks() {
    ScriptedConnection link = link(Reply.ofHex(Answers.READ_CELLS));

    ExchangeException e =
        assertFault(
            link,
            Fault.Kind.MALFORMED,
            "register 03: no answer after 3 tries in 4.5 s, only 1 frame whose second byte is A5");
    assertThat(e.fault().sentence()).endsWith("; see that nobody else asks on the same line");
  }

  @Test
  void saysThatOnlyTheBluetoothModuleTalked() {
    assertFault(
        link(Reply.ofHex("ff aa 15 01 01 17"), Reply.of(Answers.cells())),
        Fault.Kind.NO_RESPONSE,
        "register 03: no answer after 3 tries in 4.5 s,"
            + " only answers to 04 and frames of the Bluetooth module (FF AA 15)");
  }

  /// IAC WILL ECHO, IAC WILL SUPPRESS-GO-AHEAD.
  @Test
  void namesABridgeThatGreetsInTelnet() {
    ExchangeException e =
        assertFault(
            link(Reply.ofHex("fffb01fffb03")),
            Fault.Kind.MALFORMED,
            "register 03: no answer after 3 tries in 4.5 s, the line speaks telnet");
    assertThat(e.fault().sentence())
        .endsWith("; set the port of the bridge to raw TCP, without telnet and RFC 2217");
  }

  /// -1.00 A is FF9C; a telnet line sends FF FF 9C.
  @Test
  void namesABridgeThatDoublesEachByteOfOnes() {
    byte[] answer = Answers.answer(0x03, Answers.BASIC.replace("fe3c", "ff9c"));
    String doubled = HexFormat.of().formatHex(answer).replace("ff", "ffff");

    assertFault(
        link().otherwise(_ -> Reply.ofHex(doubled)),
        Fault.Kind.MALFORMED,
        "register 03: no answer after 3 tries in 4.5 s, the line speaks telnet");
  }

  @Test
  void readsFromABridgeInTelnetModeWhatHasNoByteOfOnes() throws Exception {
    Reply reply = Reply.ofHex("fffb01").then(Duration.ZERO, Answers.basic());

    assertThat(read(link(reply)).voltage()).isEqualTo(13.31);
  }

  @Test
  void saysHowLongItWaitedForNothing() {
    assertFault(link(), Fault.Kind.NO_RESPONSE, "register 03: no answer after 3 tries in 4.5 s");
  }

  @Test
  void saysOneTryAsOne() {
    assertThatThrownBy(() ->
            new BmsClient(link(), time).read(HardwareVersion.REGISTER, BmsClient.Retry.OPTIONAL))
        .hasMessage("register 05: no answer after 1 try in 1.5 s");
  }

  @Test
  void saysWhichOtherRegistersAnswered() {
    ScriptedConnection link = link(Reply.of(Answers.model(), Answers.cells()));

    assertFault(
        link,
        Fault.Kind.NO_RESPONSE,
        "register 03: no answer after 3 tries in 4.5 s, only answers to 04, 05");
  }

  @Test
  void asksAgainForAPayloadThatIsTooShort() throws Exception {
    ScriptedConnection link =
        link(Reply.of(Answers.answer(0x03, "0533")), Reply.of(Answers.basic()));

    assertThat(read(link).voltage()).isEqualTo(13.31);
    assertThat(link.sent()).hasSize(2);
  }

  @Test
  void callsADeviceThatOnlySendsShortPayloadsMalformed() {
    ScriptedConnection link = link().otherwise(_ -> Reply.of(Answers.answer(0x04, "0d00 0c")));

    ExchangeException e =
        catchThrowableOfType(
            ExchangeException.class,
            () -> new BmsClient(link, time).read(CellVoltages.REGISTER, BmsClient.Retry.REQUIRED));

    assertThat(e.fault().kind()).isEqualTo(Fault.Kind.MALFORMED);
    assertThat(e)
        .hasMessage(
            "register 04: cell voltages need two bytes for each of 1 to 32 cells, the payload has"
                + " 3 after 3 tries in 0.0 s");
  }

  @Test
  void passesTheLossOfTheLinkOn() {
    ScriptedConnection link = link(Reply.ofHex("dd 03 00").thenLost());

    assertThatThrownBy(() -> read(link))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.LOST));
  }

  @Test
  void takesTheAnswerThatCameBeforeTheLinkWasLost() throws Exception {
    assertThat(read(link(Reply.of(Answers.basic()).thenLost())).voltage()).isEqualTo(13.31);
  }

  @Test
  void handsARefusalOnWhereTheAnswerItselfIsWanted() throws Exception {
    ScriptedConnection link = link(Reply.of(Answers.refusal(0x10, 0x81)));

    assertThat(new BmsClient(link, time).ask(Request.read(0x10), BmsClient.Retry.REQUIRED).status())
        .isEqualTo(0x81);
  }

  private ScriptedConnection link(Reply... script) {
    return new ScriptedConnection(time, script);
  }

  private BasicInfo read(ScriptedConnection link) throws Exception {
    return new BmsClient(link, time).read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED);
  }

  private ExchangeException assertFault(ScriptedConnection link, Fault.Kind kind, String message) {
    ExchangeException e = catchThrowableOfType(ExchangeException.class, () -> read(link));

    assertThat(e).hasMessage(message);
    assertThat(e.fault().kind()).isEqualTo(kind);
    return e;
  }

  private static byte[][] cut(byte[] frame, int size) {
    byte[][] parts = new byte[(frame.length + size - 1) / size][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Arrays.copyOfRange(frame, i * size, Math.min(frame.length, (i + 1) * size));
    }
    return parts;
  }
}
