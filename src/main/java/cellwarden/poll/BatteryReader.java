package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.battery.Link;
import cellwarden.battery.Sample;
import cellwarden.protocol.BasicInfo;
import cellwarden.protocol.Register;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reads one battery: connect, settle, registers 03 and 04 (and 05 once for the device),
/// disconnect.
///
/// Keeps what holds for the device from poll to poll. Not for use by several threads.
public final class BatteryReader implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final PollSettings settings;
  private final Transport transport;
  private final Time time;
  private final Backoff pauses;
  private final Register<BasicInfo> basicInfo;
  private final DeviceModel model = new DeviceModel();
  private @Nullable Connection kept;

  public BatteryReader(
      PollSettings settings, Transport transport, Time time, RandomGenerator random) {
    this.settings = settings;
    this.transport = transport;
    this.time = time;
    this.pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.basicInfo = BasicInfo.register(settings.units());
  }

  /// What else to do on the connection that gave a sample.
  @FunctionalInterface
  public interface Afterwards {
    void with(BmsClient client) throws InterruptedException;
  }

  /// One reading, with as many connects as the settings allow.
  ///
  /// @throws PollException with the fault of the last attempt
  public Sample read() throws PollException, InterruptedException {
    return read(_ -> {});
  }

  /// One reading, and something else before the link ends.
  ///
  /// @throws PollException with the fault of the last attempt
  public Sample read(Afterwards afterwards) throws PollException, InterruptedException {
    return readTimed(afterwards).sample();
  }

  /// One reading, and when it was on the monotonic clock.
  ///
  /// @throws PollException with the fault of the last attempt
  Reading readTimed() throws PollException, InterruptedException {
    return readTimed(_ -> {});
  }

  private Reading readTimed(Afterwards afterwards) throws PollException, InterruptedException {
    int alreadyOpen = kept == null ? 0 : 1;
    for (int attempt = 1; ; attempt++) {
      long start = time.nanos();
      try {
        return attempt(attempt - alreadyOpen, afterwards);
      } catch (TransportException e) {
        giveUpUnlessItHelps(attempt, time.since(start), faultOf(e), e);
      } catch (ExchangeException e) {
        giveUpUnlessItHelps(attempt, time.since(start), faultOf(e), e);
      }
      time.pause(pauses.after(attempt));
    }
  }

  /// Ends a link that is kept open between polls.
  @Override
  public void close() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  /// @param connects in this poll so far, the one to come included
  private Reading attempt(int connects, Afterwards afterwards)
      throws TransportException, ExchangeException, InterruptedException {
    if (kept != null) {
      return readKept(kept, new Opened(connects, Duration.ZERO), afterwards);
    }
    long start = time.nanos();
    Connection connection = transport.connect(settings.connectTimeout());
    Opened opened = new Opened(connects, time.since(start));
    if (settings.keepAlive()) {
      kept = connection;
      settle();
      return readKept(connection, opened, afterwards);
    }
    try (connection) {
      settle();
      return readRegisters(connection, opened, afterwards);
    }
  }

  /// How the link came about.
  private record Opened(int attempts, Duration connect) {}

  private Reading readKept(Connection connection, Opened opened, Afterwards afterwards)
      throws TransportException, ExchangeException, InterruptedException {
    boolean fine = false;
    try {
      Reading reading = readRegisters(connection, opened, afterwards);
      fine = true;
      return reading;
    } finally {
      if (!fine) {
        close();
      }
    }
  }

  private void settle() throws InterruptedException {
    if (settings.settle().isPositive()) {
      time.pause(settings.settle());
    }
  }

  private Reading readRegisters(Connection connection, Opened opened, Afterwards afterwards)
      throws TransportException, ExchangeException, InterruptedException {
    BmsClient client = new BmsClient(connection, time);
    long start = time.nanos();
    ReadingPair pair = ReadingPair.read(client, basicInfo, time);
    Optional<String> hardwareVersion = model.hardwareVersion(client);
    Link link =
        new Link(
            opened.attempts(),
            opened.connect(),
            time.since(start),
            connection.rssi(),
            connection.stack().map(BleAddress.Stack::label));
    afterwards.with(client);
    return new Reading(sample(pair, hardwareVersion, link), pair.answered().nanos());
  }

  private Sample sample(ReadingPair pair, Optional<String> hardwareVersion, Link link) {
    return new Sample(
        OptionalLong.empty(),
        pair.answered().wall(),
        pair.answered().clockSet(),
        settings.name(),
        pair.basic(),
        pair.cells(),
        hardwareVersion,
        link,
        pair.suspects(),
        Optional.empty(),
        0);
  }

  /// A connect that failed quickly often succeeds a moment later. One that waited has been waiting
  /// for the battery all the time: doing so again at once would hardly find it, but would keep the
  /// adapter from other batteries and put the next poll off.
  private void giveUpUnlessItHelps(int attempt, Duration took, Fault fault, Exception cause)
      throws PollException {
    boolean mayPass =
        switch (fault.kind()) {
          case LOST, MALFORMED, NO_RESPONSE -> true;
          case UNREACHABLE -> took.compareTo(settings.connectTimeout().dividedBy(2)) < 0;
          case NOT_FOUND, DENIED, REFUSED, JOURNAL -> false;
        };
    if (!mayPass || attempt >= settings.attempts()) {
      throw new PollException(fault, cause);
    }
  }

  private static Fault faultOf(TransportException e) {
    Fault.Kind kind =
        switch (e.kind()) {
          case NOT_FOUND -> Fault.Kind.NOT_FOUND;
          case DENIED -> Fault.Kind.DENIED;
          case UNREACHABLE -> Fault.Kind.UNREACHABLE;
          case LOST -> Fault.Kind.LOST;
        };
    return new Fault(kind, String.valueOf(e.getMessage()), e.advice());
  }

  private static Fault faultOf(ExchangeException e) {
    return new Fault(e.kind(), String.valueOf(e.getMessage()), e.advice());
  }
}
