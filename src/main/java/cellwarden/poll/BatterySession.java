package cellwarden.poll;

import cellwarden.battery.Link;
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

  private BatterySession(
      BatteryConfig battery, Connection connection, Duration connectTime, Time time) {
    this.battery = battery;
    this.connection = connection;
    this.connectTime = connectTime;
    this.time = time;
    this.client = new BmsClient(connection, time);
  }

  /// Connects, and gives the board the time to settle that it is said to need.
  static BatterySession open(BatteryConfig battery, Transport transport, Time time)
      throws TransportException, InterruptedException {
    long start = time.nanos();
    Connection connection = transport.connect(CONNECT_TIMEOUT);
    BatterySession session = new BatterySession(battery, connection, time.since(start), time);
    try {
      if (battery.settle().isPositive()) {
        time.pause(battery.settle());
      }
      return session;
    } catch (InterruptedException e) {
      session.close();
      throw e;
    }
  }

  /// How long the connect took.
  Duration connectTime() {
    return connectTime;
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
