package cellwarden.poll;

import cellwarden.battery.Link;
import cellwarden.poll.ExchangeException.PasswordException;
import cellwarden.poll.ReadingPair.HalfReadException;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.Register;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.Time;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Optional;

/// One open conversation with a battery: everything that is asked over one connection.
///
/// Not for use by several threads.
public final class BatterySession implements AutoCloseable {

  /// For one attempt.
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final BatteryConfig battery;
  private final Connection connection;
  private final Duration connectTime;
  private final Time time;
  private final BmsClient client;
  private Optional<PasswordHandshake.Outcome> password = Optional.empty();

  private BatterySession(
      BatteryConfig battery, Connection connection, Duration connectTime, Time time) {
    this.battery = battery;
    this.connection = connection;
    this.connectTime = connectTime;
    this.time = time;
    this.client = new BmsClient(connection, time);
  }

  /// Connects, and gives the board the time to settle that it is said to need, or was learned to.
  static BatterySession open(
      BatteryConfig battery, Transport transport, LearnedStart learned, Time time)
      throws TransportException, InterruptedException {
    long start = time.nanos();
    Connection connection = transport.connect(CONNECT_TIMEOUT);
    BatterySession session = new BatterySession(battery, connection, time.since(start), time);
    try {
      Duration settle = longer(battery.settle(), learned.pause());
      if (settle.isPositive()) {
        time.pause(settle);
      }
      return session;
    } catch (InterruptedException e) {
      session.close();
      throw e;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// The first reading of a conversation, after the password and whatever was learned that the
  /// board needs; learns from it.
  Reading readFirst(
      PasswordHandshake handshake,
      LearnedStart learned,
      Register<BasicInfo> basicInfo,
      DeviceModel model,
      int attempts)
      throws TransportException, ExchangeException, InterruptedException {
    boolean known = false;
    boolean knockAnswered = false;
    try {
      password = handshake.run(client);
      if (learned.knock().isPositive()) {
        knockAnswered = client.knock(learned.knock());
      }
      Reading reading = read(basicInfo, model, attempts, connectTime);
      known = true;
      return reading;
    } catch (PasswordException e) {
      throw e;
    } catch (ExchangeException e) {
      known = true;
      throw handshake.explained(e, client);
    } catch (TransportException e) {
      known = true;
      throw e;
    } finally {
      if (known && client.hasAnswered()) {
        handshake.answered();
        learned.answered(client.lostFirst(), knockAnswered);
      } else if (known) {
        learned.unanswered();
      }
    }
  }

  /// How the Bluetooth module took the password, in words; empty where none is configured.
  public Optional<String> password() {
    return password.map(PasswordHandshake.Outcome::words);
  }

  /// Requests that were sent again.
  int retries() {
    return client.retries();
  }

  /// Reads registers 03 and 04, and 05 where the device's model is not known yet.
  ///
  /// @param attempts connects that this poll took
  /// @param connect how long the last of them took, zero where the link was still open
  /// @throws ExchangeException if the device does not answer, or the link breaks after 03 was
  ///   answered
  Reading read(Register<BasicInfo> basicInfo, DeviceModel model, int attempts, Duration connect)
      throws TransportException, ExchangeException, InterruptedException {
    long start = time.nanos();
    try {
      ReadingPair pair = ReadingPair.read(client, basicInfo, time);
      Optional<String> hardwareVersion = model.hardwareVersion(client);
      return Reading.of(battery, pair, hardwareVersion, link(attempts, connect, time.since(start)));
    } catch (HalfReadException e) {
      Link link = link(attempts, connect, time.since(start));
      throw new ExchangeException(e.fault(), Reading.half(battery, e, link), e);
    }
  }

  private Link link(int attempts, Duration connect, Duration read) {
    return new Link(
        attempts,
        connect,
        read,
        connection.rssi(),
        connection.stack().map(BleAddress.Stack::label));
  }

  /// Sends a request and gives the answer as it came, a refusal included.
  ///
  /// @throws ExchangeException if no answer to this register came in all tries
  /// @throws TransportException if the link broke
  public Response ask(Request request)
      throws ExchangeException, TransportException, InterruptedException {
    return client.ask(request, BmsClient.Retry.REQUIRED);
  }

  boolean isOverBluetooth() {
    return connection.stack().isPresent();
  }

  /// Ends the link.
  @Override
  public void close() {
    connection.close();
  }
}
