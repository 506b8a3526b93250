package cellwarden.transport.bluez;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.jspecify.annotations.Nullable;

/// One connection to the bus by plain messages: what is not answered stays unanswered, and errors
/// have whatever name they should have.
final class FakePeer implements AutoCloseable {

  private static final String DAEMON = "org.freedesktop.DBus";

  private final AbstractTransport transport;
  private final MessageFactory messages;
  private final Map<Long, Consumer<Message>> answers = new ConcurrentHashMap<>();

  private FakePeer(AbstractTransport transport) {
    this.transport = transport;
    this.messages = transport.getMessageFactory();
  }

  /// One that only asks the bus itself.
  static FakePeer connect(String address) throws Exception {
    FakePeer peer = new FakePeer(TransportBuilder.create(address).build());
    peer.ask(DAEMON, "Hello", null);
    return peer;
  }

  /// @param handler gets each method call, in order, in one thread
  static FakePeer connect(String address, String name, Consumer<MethodCall> handler)
      throws Exception {
    FakePeer peer = connect(address);
    peer.ask(DAEMON, "RequestName", "su", name, new UInt32(0));
    Thread.ofPlatform().daemon().name("fake " + name).start(() -> peer.serve(handler));
    return peer;
  }

  /// What a method of the bus itself returns.
  Object[] ask(String interfaceName, String method, @Nullable String signature, Object... arguments)
      throws Exception {
    MethodCall call =
        messages.createMethodCall(
            null,
            DAEMON,
            "/org/freedesktop/DBus",
            interfaceName,
            method,
            (byte) 0,
            signature,
            arguments);
    write(call);
    Message answer = transport.readMessage();
    while (answer == null || answer.getReplySerial() != call.getSerial()) {
      answer = transport.readMessage();
    }
    return answer.getParameters();
  }

  private void serve(Consumer<MethodCall> handler) {
    try {
      while (true) {
        Message message = transport.readMessage();
        if (message instanceof MethodCall call) {
          handler.accept(call);
        } else if (message != null && answers.containsKey(message.getReplySerial())) {
          answers.remove(message.getReplySerial()).accept(message);
        }
      }
    } catch (IOException | DBusException e) {
      // The bus or the test is over.
    }
  }

  /// Calls another peer; what it answers comes in the thread that serves.
  void call(
      String destination,
      String path,
      String interfaceName,
      String method,
      String signature,
      Object argument,
      Consumer<Message> answer) {
    attempt(() -> {
      MethodCall call =
          messages.createMethodCall(
              null, destination, path, interfaceName, method, (byte) 0, signature, argument);
      answers.put(call.getSerial(), answer);
      write(call);
    });
  }

  void answer(MethodCall call, String signature, Object... values) {
    attempt(() -> write(messages.createMethodReturn(call, signature, values)));
  }

  void done(MethodCall call) {
    attempt(() -> write(messages.createMethodReturn(call, null)));
  }

  void refuse(MethodCall call, String error, String words) {
    attempt(() -> {
      write(messages.createError(call.getSource(), error, call.getSerial(), "s", words));
    });
  }

  void signal(
      String path, String interfaceName, String member, String signature, Object... values) {
    attempt(() -> {
      write(messages.createSignal(null, path, interfaceName, member, signature, values));
    });
  }

  private synchronized void write(Message message) throws IOException {
    transport.writeMessage(message);
  }

  private interface Writing {
    void run() throws IOException, DBusException;
  }

  private static void attempt(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      // The bus is gone, or the fake was killed.
    } catch (DBusException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    try {
      // The connection and not the transport, which would forget it under the reader's feet.
      transport.getTransportConnection().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
