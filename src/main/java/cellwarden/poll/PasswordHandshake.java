package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.poll.ExchangeException.PasswordException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Payload;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.BoardPassword;
import cellwarden.time.Time;
import cellwarden.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the Bluetooth module the password of the phone app (`FF AA`), before the first register of
/// each connection is read. Sequence and meanings: syssi/esphome-jbd-bms and its captures;
/// patman15/aiobmsble for the PIN.
///
/// A password that is refused is not tried again. No message repeats it.
final class PasswordHandshake {

  private static final Logger LOG = LoggerFactory.getLogger(PasswordHandshake.class);

  private static final Duration ANSWER = Duration.ofMillis(1500);

  /// What apps present, whatever the password is.
  private static final Payload APPLICATION_KEY = ascii("000000");

  private static final int OK = 0;
  private static final int NO_PASSWORD_SET = 2;

  /// A link that breaks may be a module that does not like the password, and boards lock.
  private static final int MOST_UNANSWERED = 3;

  private static final Duration PAUSE_AFTER_THEM = Duration.ofMinutes(10);

  private final BatteryConfig battery;
  private final RefusedPasswords refused;
  private final Time time;

  /// Whether the board took this password since the program started.
  private boolean proved;

  private boolean isRefused;

  private int unanswered;
  private long lastTry;
  private @Nullable Outcome said;
  private boolean hasProbed;
  private Optional<Fault> wanted = Optional.empty();

  /// How the module took it.
  enum Outcome {
    TAKEN("the Bluetooth module took the password"),
    NOT_SET("the board has no password set, so that of the configuration can be removed"),
    ECHOED("the Bluetooth module only echoes the password frames, so the board is read without"),
    SILENT("the Bluetooth module does not answer password frames, so the board is read without");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  PasswordHandshake(BatteryConfig battery, RefusedPasswords refused, Time time) {
    this.battery = battery;
    this.refused = refused;
    this.time = time;
  }

  /// Before a connect: whether the password may be tried at all.
  ///
  /// @throws PasswordException if the board has refused it
  void require() throws PasswordException {
    if (battery.password().isEmpty() || proved) {
      return;
    }
    isRefused = isRefused || refused.holds(battery.name(), battery.password().get());
    if (isRefused) {
      throw denied(
          "the board has refused this password, which is not tried again, since boards lock",
          "correct password and password_mode of this battery"
              + refused
                  .file()
                  .map(file -> ", or remove " + file + " if the board has this password now")
                  .orElse(""));
    }
    if (unanswered >= MOST_UNANSWERED && time.since(lastTry).compareTo(PAUSE_AFTER_THEM) < 0) {
      throw denied(
          "%d times no answer came after the password, which is tried every %d minutes only, since boards lock"
              .formatted(unanswered, PAUSE_AFTER_THEM.toMinutes()),
          "check password and password_mode of this battery, or go nearer");
    }
  }

  /// The board answered: whatever it wants, it has.
  void answered() {
    unanswered = 0;
    wanted = Optional.empty();
  }

  /// On a new connection.
  ///
  /// @return empty where no password is configured
  /// @throws PasswordException if the board refused the password
  Optional<Outcome> run(BmsClient client)
      throws ExchangeException, TransportException, InterruptedException {
    if (battery.password().isEmpty()) {
      return Optional.empty();
    }
    Outcome outcome =
        switch (battery.password().get()) {
          case BoardPassword.Pin pin -> pin(client, pin);
          case BoardPassword.Full full -> full(client, full);
        };
    if (outcome != said && outcome != Outcome.TAKEN) {
      LOG.warn("{}: {}", battery.title(), outcome.words);
    }
    said = outcome;
    return Optional.of(outcome);
  }

  private Outcome pin(BmsClient client, BoardPassword.Pin pin)
      throws ExchangeException, TransportException, InterruptedException {
    ModuleFrame frame = new ModuleFrame(ModuleFrame.APPLICATION_KEY, ascii(pin.secret().reveal()));
    Optional<ModuleFrame> answer = present(client, frame);
    if (answer.isEmpty()) {
      return Outcome.SILENT;
    }
    unanswered = 0;
    if (answer.get().equals(frame)) {
      return Outcome.ECHOED;
    }
    return switch (status(answer.get())) {
      case OK -> {
        proved = true;
        yield Outcome.TAKEN;
      }
      case NO_PASSWORD_SET -> Outcome.NOT_SET;
      default -> throw refused(pin, "the board refused the PIN");
    };
  }

  private Outcome full(BmsClient client, BoardPassword.Full full)
      throws ExchangeException, TransportException, InterruptedException {
    ModuleFrame key = new ModuleFrame(ModuleFrame.APPLICATION_KEY, APPLICATION_KEY);
    Optional<ModuleFrame> keyAnswer = client.ask(key, ANSWER);
    if (keyAnswer.isEmpty()) {
      return Outcome.SILENT;
    }
    if (keyAnswer.get().equals(key)) {
      return Outcome.ECHOED;
    }
    switch (status(keyAnswer.get())) {
      case OK -> {}
      case NO_PASSWORD_SET -> {
        return Outcome.NOT_SET;
      }
      default ->
          throw refused(full, "the board rejected the key of the phone app, so it may want a PIN");
    }
    byte[] mac = HexFormat.ofDelimiter(":").parseHex(full.mac());
    int random = random(client).orElseThrow(() -> noAnswer("the request for a random byte"));
    ModuleFrame password = ModuleFrame.password(mac, random, full.secret().reveal());
    ModuleFrame answer = present(client, password).orElseThrow(() -> noAnswer("the password"));
    unanswered = 0;
    if (status(answer) != OK) {
      throw refused(full, "the board refused the password");
    }
    proved = true;
    rootSecret(client, mac, random);
    return Outcome.TAKEN;
  }

  /// A board may read without, and older apps use the random byte twice.
  private static void rootSecret(BmsClient client, byte[] mac, int random)
      throws ExchangeException, TransportException, InterruptedException {
    ModuleFrame secret = ModuleFrame.rootSecret(mac, random(client).orElse(random));
    client.ask(secret, ANSWER);
  }

  /// Sends the password, and counts until something comes of it.
  private Optional<ModuleFrame> present(BmsClient client, ModuleFrame frame)
      throws ExchangeException, TransportException, InterruptedException {
    if (!proved) {
      unanswered++;
      lastTry = time.nanos();
    }
    return client.ask(frame, ANSWER);
  }

  private static OptionalInt random(BmsClient client)
      throws ExchangeException, TransportException, InterruptedException {
    Optional<ModuleFrame> answer =
        client.ask(new ModuleFrame(ModuleFrame.RANDOM, Payload.EMPTY), ANSWER);
    return answer.isPresent() && answer.get().data().length() == 1
        ? OptionalInt.of(answer.get().data().u8(0))
        : OptionalInt.empty();
  }

  /// The one byte of data; negative for what is no status.
  private static int status(ModuleFrame answer) {
    return answer.data().length() == 1 ? answer.data().u8(0) : -1;
  }

  /// After a first read without an answer: whether that is for want of a password. A board for
  /// which none is configured is asked once; what it said counts until it is read.
  ///
  /// @return what to throw instead
  ExchangeException explained(ExchangeException e, BmsClient client) throws InterruptedException {
    Fault.Kind kind = e.fault().kind();
    boolean silent = kind == Fault.Kind.NO_RESPONSE;
    if (client.hasAnswered() || !(silent || kind == Fault.Kind.DENIED)) {
      return e;
    }
    if (battery.password().isEmpty()) {
      wanted = hasProbed ? wanted : probe(client);
      hasProbed = true;
      return wanted.<ExchangeException>map(PasswordException::new).orElse(e);
    }
    return silent && proved && battery.password().get() instanceof BoardPassword.Pin
        ? denied(
            // A board that wants the whole handshake accepts a PIN that is the application key.
            e.fault().detail() + ", though the Bluetooth module took the PIN",
            "set password_mode: full for this battery")
        : e;
  }

  private static Optional<Fault> probe(BmsClient client) throws InterruptedException {
    ModuleFrame key = new ModuleFrame(ModuleFrame.APPLICATION_KEY, APPLICATION_KEY);
    try {
      int status = client.ask(key, ANSWER).map(PasswordHandshake::status).orElse(-1);
      return switch (status) {
        case OK ->
            Optional.of(
                fault(
                    "the board wants the password of the phone app",
                    "give it as password (or password_file) of this battery"));
        case 1 ->
            Optional.of(
                fault(
                    "the board wants a PIN",
                    "give it as password of this battery, with password_mode: pin"));
        default -> Optional.empty();
      };
    } catch (ExchangeException | TransportException e) {
      return Optional.empty();
    }
  }

  private PasswordException refused(BoardPassword password, String what) {
    proved = false;
    isRefused = true;
    refused.add(battery.name(), password);
    return denied(
        what + ", which is not tried again, since boards lock",
        "correct password and password_mode of this battery");
  }

  private PasswordException denied(String what, String advice) {
    return new PasswordException(fault(what, advice));
  }

  private static Fault fault(String what, String advice) {
    return new Fault(Fault.Kind.DENIED, what, Optional.of(advice));
  }

  private static ExchangeException noAnswer(String to) {
    return new ExchangeException(
        new Fault(
            Fault.Kind.NO_RESPONSE,
            "the Bluetooth module did not answer " + to,
            Optional.of("go nearer if this repeats")));
  }

  private static Payload ascii(String text) {
    return Payload.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
