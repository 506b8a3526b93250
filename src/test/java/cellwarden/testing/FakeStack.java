package cellwarden.testing;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.BleStack;
import cellwarden.transport.ble.Passkey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A Bluetooth stack that does as it is told, and remembers what was asked of it.
public final class FakeStack implements BleStack.Scanning {

  private final BleAddress.Stack kind;
  private Optional<String> obstacle = Optional.empty();
  private Transport battery = _ -> new Answering();
  private List<Advertisement> air = List.of();
  private @Nullable Runnable meanwhile;
  private @Nullable TransportException deaf;
  private BooleanSupplier ending = () -> false;
  private int lookups;
  private int transports;
  private int connects;
  private int bondedConnects;
  private Pairings pairings = (_, _) -> true;
  private boolean closed;
  private List<FakeAdapter> adapters = List.of(new FakeAdapter("hci0", "00:1A:7D:DA:71:13", true));
  private @Nullable TransportException adapterTrouble;

  public FakeStack(BleAddress.Stack kind) {
    this.kind = kind;
  }

  /// Does not work here, for this reason; `null` takes it away.
  public FakeStack obstructed(@Nullable String reason) {
    obstacle = Optional.ofNullable(reason);
    return this;
  }

  /// Reaches every battery like this.
  public FakeStack reaching(Transport transport) {
    battery = transport;
    return this;
  }

  /// Reaches no battery.
  public FakeStack failing(TransportException trouble) {
    return reaching(_ -> {
      throw trouble;
    });
  }

  /// Hears these in a scan.
  public FakeStack hearing(Advertisement... heard) {
    air = List.of(heard);
    return this;
  }

  /// Scans until it is interrupted.
  ///
  /// @param then what happens as soon as everything was heard
  public FakeStack endlessly(Runnable then) {
    meanwhile = then;
    return this;
  }

  /// Cannot scan, nor say who uses a link.
  public FakeStack deaf(TransportException trouble) {
    deaf = trouble;
    return this;
  }

  public int lookups() {
    return lookups;
  }

  public int transports() {
    return transports;
  }

  public int connects() {
    return connects;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Optional<String> obstacle() {
    lookups++;
    return obstacle;
  }

  /// Has these adapters; otherwise one that is on.
  public FakeStack having(FakeAdapter... all) {
    adapters = List.of(all);
    return this;
  }

  @Override
  public List<FakeAdapter> adapters(Duration timeout) throws TransportException {
    if (adapterTrouble != null) {
      throw adapterTrouble;
    }
    return adapters;
  }

  /// Cannot say which adapters there are.
  public FakeStack withoutAnswer(TransportException trouble) {
    adapterTrouble = trouble;
    return this;
  }

  /// An adapter, on or off.
  public record FakeAdapter(String name, String mac, boolean powered)
      implements AdapterCheck.AdapterState {}

  @Override
  public Transport transport(BleAddress address, BooleanSupplier bonded) {
    transports++;
    return timeout -> {
      connects++;
      bondedConnects += bonded.getAsBoolean() ? 1 : 0;
      return battery.connect(timeout);
    };
  }

  /// Ends links that nobody uses by this.
  public FakeStack ending(BooleanSupplier unusedLink) {
    ending = unusedLink;
    return this;
  }

  @Override
  public boolean endUnusedLink(BleAddress address, Duration timeout) throws TransportException {
    if (deaf != null) {
      throw deaf;
    }
    return ending.getAsBoolean();
  }

  /// Pairs like this.
  public FakeStack pairing(Pairings how) {
    pairings = how;
    return this;
  }

  /// How a pairing ends.
  public interface Pairings {
    /// Pairs, or fails to.
    ///
    /// @param again whether a bond that is there is forgotten first
    boolean pair(Passkey passkey, boolean again) throws TransportException;
  }

  /// How many connects were to use a bond.
  public int bondedConnects() {
    return bondedConnects;
  }

  @Override
  public boolean pair(BleAddress address, Passkey passkey, boolean again, Duration timeout)
      throws TransportException {
    return pairings.pair(passkey, again);
  }

  @Override
  public boolean forget(BleAddress address, Duration timeout) {
    return false;
  }

  @Override
  public Optional<String> use(String adapter, Set<String> own, Duration timeout) {
    return Optional.empty();
  }

  @Override
  public void powerCycle(String adapter, Duration timeout) {}

  @Override
  public List<Advertisement> scan(Duration length, Consumer<Advertisement> heard)
      throws TransportException, InterruptedException {
    if (deaf != null) {
      throw deaf;
    }
    air.forEach(heard);
    if (meanwhile != null) {
      meanwhile.run();
      Thread.sleep(Duration.ofDays(1));
    }
    return air;
  }

  @Override
  public void close() {
    closed = true;
  }

  /// A healthy battery at the other end.
  private final class Answering implements Connection {
    private final ScriptedConnection script =
        new ScriptedConnection(new FakeTime()).otherwise(Answers::to);

    @Override
    public void send(byte[] bytes) throws TransportException {
      script.send(bytes);
    }

    @Override
    public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
      return script.receive(timeout);
    }

    @Override
    public OptionalInt rssi() {
      return OptionalInt.of(-61);
    }

    @Override
    public Optional<BleAddress.Stack> stack() {
      return Optional.of(kind);
    }

    @Override
    public void close() {
      script.close();
    }
  }
}
