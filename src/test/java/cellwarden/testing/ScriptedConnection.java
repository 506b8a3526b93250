package cellwarden.testing;

import cellwarden.protocol.Payload;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// A link that answers each request from a script and waits on a [FakeTime].
///
/// Requests beyond the script are answered by the [#otherwise] function; without one they meet
/// silence.
public final class ScriptedConnection implements Connection {

  private final FakeTime time;
  private final Deque<Reply> script = new ArrayDeque<>();
  private final Deque<Pending> inbox = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();
  private Function<String, Reply> otherwise = _ -> Reply.silence();
  private OptionalInt rssi = OptionalInt.empty();
  private Optional<BleAddress.Stack> stack = Optional.empty();
  private boolean open = true;

  public ScriptedConnection(FakeTime time, Reply... script) {
    this.time = time;
    this.script.addAll(List.of(script));
  }

  private record Pending(Duration at, Reply.Arrival arrival) {}

  /// Answers what the script does not, by the request in hex.
  public ScriptedConnection otherwise(Function<String, Reply> answers) {
    otherwise = answers;
    return this;
  }

  /// Over Bluetooth.
  public ScriptedConnection over(BleAddress.Stack way) {
    stack = Optional.of(way);
    return this;
  }

  @Override
  public Optional<BleAddress.Stack> stack() {
    return stack;
  }

  public ScriptedConnection withRssi(int dbm) {
    rssi = OptionalInt.of(dbm);
    return this;
  }

  /// What was sent, each request in lower-case hex.
  public List<String> sent() {
    return List.copyOf(sent);
  }

  public boolean isOpen() {
    return open;
  }

  @Override
  public void send(byte[] bytes) throws TransportException {
    requireOpen();
    String request = HexFormat.of().formatHex(bytes);
    sent.add(request);
    Reply reply = script.isEmpty() ? otherwise.apply(request) : script.remove();
    for (Reply.Arrival arrival : reply.arrivals()) {
      inbox.add(new Pending(time.elapsed().plus(arrival.after()), arrival));
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
    requireOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Pending next = inbox.peek();
    Duration deadline = time.elapsed().plus(timeout);
    if (next == null || next.at().compareTo(deadline) > 0) {
      time.advance(timeout);
      return new byte[0];
    }
    if (next.at().compareTo(time.elapsed()) > 0) {
      time.advance(next.at().minus(time.elapsed()));
    }
    Payload fragment = next.arrival().fragment().orElseThrow(ScriptedConnection::dropped);
    inbox.remove();
    return fragment.toBytes();
  }

  @Override
  public OptionalInt rssi() {
    return rssi;
  }

  @Override
  public void close() {
    open = false;
  }

  private static TransportException dropped() {
    return new TransportException(TransportException.Kind.LOST, "scripted: the link dropped");
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("used after it was closed");
    }
  }
}
