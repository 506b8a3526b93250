package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.battery.Fault;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.BoardPassword;
import cellwarden.settings.Secret;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PasswordHandshakeTest {

  private static final String MAC = "A4:C1:37:04:2D:BE";
  private static final BatteryConfig PLAIN = Batteries.named("myBattery");
  private static final BatteryConfig FULL =
      Batteries.guarded(PLAIN, new BoardPassword.Full(new Secret("123123"), MAC));
  private static final BatteryConfig PIN =
      Batteries.guarded(PLAIN, new BoardPassword.Pin(new Secret("123456")));

  /// 30 six times: 120, with 15 and 06 13B.
  private static final String KEY = "ffaa15063030303030303b";

  private static final String RANDOM = "ffaa170017";

  /// With the random byte 37, A4 xor 31 is 95, and 37 more CC; the others likewise.
  private static final String PASSWORD = "ffaa1806cc2a3b6c56c4d5";

  /// A4 xor 4A is EE, and 37 more 125, of which 25 is left.
  private static final String ROOT = "ffaa1d0f25baaa9d9005ae9b58775a6967696afc";

  /// 31 to 36: 135, with 15 and 06 150.
  private static final String PIN_FRAME = "ffaa150631323334353650";

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final Map<String, Reply> module =
      new HashMap<>(
          Map.of(
              KEY, Reply.ofHex("ffaa15010016"),
              RANDOM, Reply.ofHex("ffaa1701374f"),
              PASSWORD, Reply.ofHex("ffaa18010019"),
              ROOT, Reply.ofHex("ffaa1d01001e"),
              PIN_FRAME, Reply.ofHex("ffaa15010016")));

  @AfterEach
  void everyConnectionWasClosed() {
    transport.assertAllClosed();
  }

  @Test
  void givesPasswordAndRootSecretBeforeTheFirstRegister() throws Exception {
    ScriptedConnection link = opens();

    assertThat(reader(FULL).read().suspect()).isEmpty();

    assertThat(link.sent())
        .startsWith(KEY, RANDOM, PASSWORD, RANDOM, ROOT, Answers.READ_BASIC, Answers.READ_CELLS);
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void givesThePinAndNothingElse() throws Exception {
    ScriptedConnection link = opens();

    reader(PIN).read();

    assertThat(link.sent()).startsWith(PIN_FRAME, Answers.READ_BASIC);
  }

  @Test
  void doesSoOnEachConnection() throws Exception {
    BatteryReader reader = reader(FULL);
    opens();
    reader.read();
    ScriptedConnection second = opens();

    reader.read();

    assertThat(second.sent()).startsWith(KEY, RANDOM, PASSWORD);
  }

  @Test
  void asksTheModuleNothingWithoutAPassword() throws Exception {
    ScriptedConnection link = opens();

    reader(PLAIN).read();

    assertThat(link.sent()).first().isEqualTo(Answers.READ_BASIC);
  }

  /// The older captures use the random byte twice.
  @Test
  void usesTheRandomByteTwiceWhereThereIsNoSecond() throws Exception {
    ScriptedConnection link =
        new ScriptedConnection(time, answer(KEY), answer(RANDOM), answer(PASSWORD), Reply.silence())
            .otherwise(this::answer);
    transport.opens(link);

    reader(FULL).read();

    assertThat(link.sent()).startsWith(KEY, RANDOM, PASSWORD, RANDOM, ROOT, Answers.READ_BASIC);
  }

  @Test
  void findsTheAnswersOfTheModuleBetweenOthers() throws Exception {
    module.put(RANDOM, Reply.ofHex("00", "ffaa15010218", "ffaa1701374f"));
    ScriptedConnection link = opens();

    reader(FULL).read();

    assertThat(link.sent()).contains(PASSWORD, ROOT);
  }

  @Test
  void triesAWrongPasswordOnceAndNeverAgain() {
    module.put(PASSWORD, Reply.ofHex("ffaa1801011a"));
    ScriptedConnection link = opens();
    BatteryReader reader = reader(FULL);

    Fault fault = failure(reader).fault();

    assertThat(fault.kind()).isEqualTo(Fault.Kind.DENIED);
    assertThat(fault.sentence())
        .isEqualTo(
            "the board refused the password, which is not tried again, since boards lock;"
                + " correct password and password_mode of this battery");
    assertThat(link.sent()).containsExactly(KEY, RANDOM, PASSWORD);
    for (int poll = 0; poll < 3; poll++) {
      assertThat(failure(reader).fault().sentence())
          .startsWith("the board has refused this password, which is not tried again")
          .endsWith("correct password and password_mode of this battery");
    }
    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void triesAWrongPinOnce() {
    module.put(PIN_FRAME, Reply.ofHex("ffaa15010117"));
    ScriptedConnection link = opens();
    BatteryReader reader = reader(PIN);

    assertThat(failure(reader).fault().detail()).startsWith("the board refused the PIN");
    assertThat(failure(reader).fault().kind()).isEqualTo(Fault.Kind.DENIED);

    assertThat(link.sent()).containsExactly(PIN_FRAME);
    assertThat(transport.connects()).isEqualTo(1);
  }

  @Test
  void givesNoPasswordWhereTheKeyIsRejected() {
    module.put(KEY, Reply.ofHex("ffaa15010117"));
    ScriptedConnection link = opens();

    assertThat(failure(reader(FULL)).fault().detail())
        .startsWith("the board rejected the key of the phone app, so it may want a PIN");
    assertThat(link.sent()).containsExactly(KEY);
  }

  @Test
  void goesOnWithAPasswordThatTheBoardDoesNotWantAndSaysSoOnce() throws Exception {
    module.put(KEY, Reply.ofHex("ffaa15010218"));
    module.put(PIN_FRAME, Reply.ofHex("ffaa15010218"));
    try (CapturedLog log = CapturedLog.start()) {
      for (BatteryConfig battery : List.of(FULL, PIN)) {
        BatteryReader reader = reader(battery);
        for (int poll = 0; poll < 2; poll++) {
          opens();
          reader.read();
        }
      }
      assertThat(log.messages("WARN"))
          .hasSize(2)
          .allMatch(line ->
              line.equals(
                  "myBattery: the board has no password set, so that of the configuration can be removed"));
    }
  }

  @Test
  void readsPlainlyBehindAModuleThatEchoes() throws Exception {
    module.put(KEY, Reply.ofHex(KEY));
    module.put(PIN_FRAME, Reply.ofHex(PIN_FRAME));
    ScriptedConnection full = opens();
    reader(FULL).read();
    ScriptedConnection pin = opens();
    reader(PIN).read();

    assertThat(full.sent()).startsWith(KEY, Answers.READ_BASIC);
    assertThat(pin.sent()).startsWith(PIN_FRAME, Answers.READ_BASIC);
  }

  @Test
  void readsPlainlyWhereNoModuleAnswers() throws Exception {
    module.clear();
    BatteryReader reader = reader(PIN);
    for (int poll = 0; poll < 5; poll++) {
      opens();
      reader.read();
    }

    assertThat(transport.connects()).isEqualTo(5);
  }

  /// A module that ends the link may do so because of the password.
  @Test
  void doesNotGoOnTryingAPasswordThatEndsTheLink() throws Exception {
    module.put(PASSWORD, Reply.lost());
    BatteryReader reader = reader(FULL);
    transport.otherwise(this::guarded);
    assertThat(failure(reader).fault().kind()).isEqualTo(Fault.Kind.LOST);
    assertThat(failure(reader).fault().sentence())
        .isEqualTo(
            "3 times no answer came after the password, which is tried every 10 minutes only, since boards lock;"
                + " check password and password_mode of this battery, or go nearer");
    assertThat(transport.connects()).isEqualTo(3);

    module.put(PASSWORD, Reply.ofHex("ffaa18010019"));
    time.advance(Duration.ofMinutes(10));

    reader.read();
    assertThat(transport.connects()).isEqualTo(4);
  }

  @Test
  void goesOnTryingAPasswordThatTheBoardTookBefore() throws Exception {
    BatteryReader reader = reader(FULL);
    opens();
    reader.read();
    module.put(PASSWORD, Reply.lost());
    transport.otherwise(this::guarded);

    for (int poll = 0; poll < 3; poll++) {
      assertThat(failure(reader).fault().kind()).isEqualTo(Fault.Kind.LOST);
    }

    assertThat(transport.connects()).isEqualTo(1 + 9);
  }

  @Test
  void namesTheBoardThatWantsAPassword() {
    transport.otherwise(() -> new ScriptedConnection(time).otherwise(this::onlyModule));
    BatteryReader reader = reader(PLAIN);

    for (int poll = 0; poll < 2; poll++) {
      Fault fault = failure(reader).fault();
      assertThat(fault.kind()).isEqualTo(Fault.Kind.DENIED);
      assertThat(fault.sentence())
          .isEqualTo(
              "the board wants the password of the phone app; give it as password (or password_file) of this battery");
    }
    module.put(KEY, Reply.ofHex("ffaa15010117"));
    assertThat(failure(reader(PLAIN)).fault().sentence())
        .isEqualTo(
            "the board wants a PIN; give it as password of this battery, with password_mode: pin");
  }

  /// Asked once; a board may count.
  @Test
  void asksASilentBoardOnceWhetherItWantsAPassword() {
    List<ScriptedConnection> links = new ArrayList<>();
    transport.otherwise(() -> {
      links.add(new ScriptedConnection(time));
      return links.getLast();
    });

    assertThat(failure(reader(PLAIN)).fault().kind()).isEqualTo(Fault.Kind.NO_RESPONSE);

    assertThat(links).hasSize(3);
    assertThat(links.removeFirst().sent()).contains(KEY);
    assertThat(links).allMatch(link -> !link.sent().contains(KEY));
  }

  @Test
  void namesTheModeWhereTheBoardStaysSilentAfterThePin() {
    transport.otherwise(() -> new ScriptedConnection(time).otherwise(this::onlyModule));

    assertThat(failure(reader(PIN)).fault().sentence())
        .isEqualTo(
            "register 03: no answer after 3 tries in 4.5 s, though the Bluetooth module took the PIN;"
                + " set password_mode: full for this battery");
  }

  @Test
  void keepsThePasswordOutOfMessages() {
    module.put(PASSWORD, Reply.ofHex("ffaa1801011a"));
    opens();
    try (CapturedLog log = CapturedLog.start()) {
      PollException failure = failure(reader(FULL));
      assertThat(failure).hasMessageNotContaining("123123");
      assertThat(failure.getCause()).hasMessageNotContaining("123123");
      assertThat(FULL.toString()).doesNotContain("123123");
      assertThat(log.text()).doesNotContain("123123");
    }
  }

  private ScriptedConnection opens() {
    ScriptedConnection link = guarded();
    transport.opens(link);
    return link;
  }

  private ScriptedConnection guarded() {
    return new ScriptedConnection(time).otherwise(this::answer);
  }

  private Reply answer(String request) {
    return module.getOrDefault(request, Answers.to(request));
  }

  private Reply onlyModule(String request) {
    return module.getOrDefault(request, Reply.silence());
  }

  private BatteryReader reader(BatteryConfig battery) {
    return new BatteryReader(battery, transport, RefusedPasswords.inMemory(), time, new Random(1));
  }

  private static PollException failure(BatteryReader reader) {
    return catchThrowableOfType(PollException.class, reader::read);
  }
}
