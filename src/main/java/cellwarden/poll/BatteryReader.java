package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.battery.Sample;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.Register;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.Backoff;
import cellwarden.time.Time;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one battery: connect, settle, registers 03 and 04 (and 05 once for the device),
/// disconnect.
///
/// Keeps what holds for the device from poll to poll. Not for use by several threads.
public final class BatteryReader implements AutoCloseable {

  /// Connects that one poll may take.
  public static final int ATTEMPTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(BatteryReader.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final BatteryConfig battery;
  private final Transport transport;
  private final Time time;
  private final Backoff pauses;
  private final Register<BasicInfo> basicInfo;
  private final DeviceModel model = new DeviceModel();
  private final RefusedPasswords refused;
  private final LearnedStart learned = new LearnedStart();
  private final PasswordHandshake handshake;
  private final RandomGenerator random;
  private @Nullable BatterySession session;
  private int retries;
  private int reconnects;

  /// @param refused passwords that are not to be tried
  public BatteryReader(
      BatteryConfig battery,
      Transport transport,
      RefusedPasswords refused,
      Time time,
      RandomGenerator random) {
    this.battery = battery;
    this.transport = transport;
    this.refused = refused;
    this.time = time;
    this.random = random;
    this.pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.basicInfo = BasicInfo.register(battery.x10());
    this.handshake = new PasswordHandshake(battery, refused, time);
  }

  /// What a person calls the battery.
  String title() {
    return battery.title();
  }

  /// Another one for the same battery, which takes the place of one that hangs.
  BatteryReader renewed() {
    return new BatteryReader(battery, transport, refused, time, random);
  }

  /// How often each thing was done to get the battery back, by its name.
  Map<String, Integer> recoveries() {
    Map<String, Integer> all = new TreeMap<>(transport.recoveries());
    all.put("retry", retries + session().map(BatterySession::retries).orElse(0));
    all.put("reconnect", reconnects);
    all.values().removeIf(count -> count == 0);
    return all;
  }

  /// One reading, with at most [#ATTEMPTS] connects.
  ///
  /// @throws PollException with the fault of the last attempt
  public Sample read() throws PollException, InterruptedException {
    return readRegisters().sample();
  }

  /// One reading, with the registers that it was made of.
  ///
  /// @throws PollException with the fault of the last attempt
  Reading readRegisters() throws PollException, InterruptedException {
    int alreadyOpen = session == null ? 0 : 1;
    Optional<Sample> partial = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      long start = time.nanos();
      try {
        return attempt(attempt - alreadyOpen);
      } catch (TransportException e) {
        Fault fault = PollException.faultOf(e);
        giveUpUnlessItHelps(attempt, time.since(start), new PollException(fault, partial, e));
      } catch (ExchangeException e) {
        partial = e.partial().isPresent() ? e.partial() : partial;
        PollException failure = new PollException(e.fault(), partial, e);
        if (!e.isEcho() || attempt >= ATTEMPTS || !transport.pairsAgain()) {
          giveUpUnlessItHelps(attempt, time.since(start), failure);
        }
      }
      time.pause(pauses.after(attempt));
      reconnects++;
    }
  }

  /// The conversation that the last reading left open; empty where it was ended, as it always is
  /// unless the settings keep it. It is closed with this reader.
  public Optional<BatterySession> session() {
    return Optional.ofNullable(session);
  }

  /// Whether a link stands that may end when nothing is asked over it for a while.
  boolean mustNotIdle() {
    return session != null && session.isOverBluetooth();
  }

  /// Asks for something, so that the link stays. One that does not answer is ended; the next
  /// reading makes another.
  void stayConnected() throws InterruptedException {
    if (session == null) {
      return;
    }
    boolean answers = false;
    try {
      session.ask(CellVoltages.REGISTER.request());
      answers = true;
    } catch (TransportException | ExchangeException e) {
      LOG.debug("{}: the link that was kept has ended: {}", battery.title(), e.getMessage());
    } finally {
      if (!answers) {
        close();
      }
    }
  }

  /// Ends a conversation that is kept open between polls; the next reading opens one.
  @Override
  public void close() {
    if (session != null) {
      retries += session.retries();
      session.close();
      session = null;
    }
  }

  /// @param connects in this poll so far, the one to come included
  private Reading attempt(int connects)
      throws TransportException, ExchangeException, InterruptedException {
    boolean isNew = session == null;
    if (session == null) {
      handshake.require();
      session = BatterySession.open(battery, transport, learned, time);
    }
    boolean keeps = false;
    try {
      Reading reading =
          isNew
              ? session.readFirst(handshake, learned, basicInfo, model, connects)
              : session.read(basicInfo, model, connects, Duration.ZERO);
      keeps = battery.keepAlive();
      return reading;
    } finally {
      if (!keeps) {
        close();
      }
    }
  }

  /// A connect that failed quickly often succeeds a moment later. One that waited has been waiting
  /// for the battery all the time: doing so again at once would hardly find it, but would keep the
  /// adapter from other batteries and put the next poll off.
  private void giveUpUnlessItHelps(int attempt, Duration took, PollException failure)
      throws PollException {
    boolean mayPass =
        switch (failure.fault().kind()) {
          case LOST, MALFORMED, NO_RESPONSE -> true;
          case UNREACHABLE -> took.compareTo(BatterySession.CONNECT_TIMEOUT.dividedBy(2)) < 0;
          case NOT_FOUND, DENIED, REFUSED -> false;
        };
    if (!mayPass || attempt >= ATTEMPTS) {
      throw failure;
    }
  }
}
