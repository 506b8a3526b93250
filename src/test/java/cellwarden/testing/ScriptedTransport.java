package cellwarden.testing;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives the connections of a script, one for each connect, and watches that at most one is open at
/// a time.
public final class ScriptedTransport implements Transport {

  private final FakeTime time;
  private final Deque<Connect> script = new ArrayDeque<>();
  private @Nullable Supplier<ScriptedConnection> otherwise;
  private @Nullable ScriptedConnection last;
  private int connects;

  public ScriptedTransport(FakeTime time) {
    this.time = time;
  }

  /// One connect, after so long.
  private record Connect(
      Duration takes, @Nullable ScriptedConnection connection, TransportException.Kind kind) {}

  public ScriptedTransport opens(ScriptedConnection connection) {
    return opensAfter(Duration.ZERO, connection);
  }

  public ScriptedTransport opensAfter(Duration takes, ScriptedConnection connection) {
    script.add(new Connect(takes, connection, TransportException.Kind.LOST));
    return this;
  }

  public ScriptedTransport fails(TransportException.Kind kind) {
    return failsAfter(Duration.ZERO, kind);
  }

  public ScriptedTransport failsAfter(Duration takes, TransportException.Kind kind) {
    script.add(new Connect(takes, null, kind));
    return this;
  }

  /// What connects beyond the script give.
  public ScriptedTransport otherwise(Supplier<ScriptedConnection> connections) {
    otherwise = connections;
    return this;
  }

  /// How many connects were tried.
  public int connects() {
    return connects;
  }

  public void assertAllClosed() {
    assertThat(last == null || !last.isOpen()).as("the last connection is closed").isTrue();
  }

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    assertAllClosed();
    connects++;
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ScriptedConnection opened = script.isEmpty() ? beyondScript() : take(script.remove());
    last = opened;
    return opened;
  }

  private ScriptedConnection take(Connect connect) throws TransportException {
    time.advance(connect.takes());
    if (connect.connection() == null) {
      throw new TransportException(connect.kind(), "scripted: " + connect.kind());
    }
    return connect.connection();
  }

  private ScriptedConnection beyondScript() throws TransportException {
    if (otherwise == null) {
      throw new TransportException(TransportException.Kind.UNREACHABLE, "scripted: out of range");
    }
    return otherwise.get();
  }
}
