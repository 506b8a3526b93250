package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.NotConnected;
import org.freedesktop.dbus.messages.MethodCall;

/// A connection to the message bus, with the few signals that this room wants.
final class Bus implements AutoCloseable {

  static final String BLUEZ = "org.bluez";

  private static final String DAEMON = "org.freedesktop.DBus";
  private static final String DAEMON_PATH = "/org/freedesktop/DBus";

  /// All match rules that there ever are: the bus allows a connection few of them, and looks at
  /// each for each message.
  private static final List<String> RULES =
      List.of(
          "type='signal',sender='org.bluez',path_namespace='/org/bluez',"
              + "interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'",
          "type='signal',sender='org.bluez',path='/',"
              + "interface='org.freedesktop.DBus.ObjectManager'",
          "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
              + "member='NameOwnerChanged',arg0='org.bluez'");

  private final DirectConnection connection;

  private Bus(DirectConnection connection) {
    this.connection = connection;
  }

  /// @param address as D-Bus writes it, `unix:path=/run/dbus/system_bus_socket`
  static Bus open(String address, ObjectTree tree, Deadline deadline)
      throws BusException, InterruptedException {
    Bus bus = new Bus(BusOpening.open(address, tree, deadline));
    boolean ready = false;
    try {
      Signals.feed(bus.connection, tree);
      bus.ask("Hello", "", deadline);
      for (String rule : RULES) {
        bus.ask("AddMatch", "s", deadline, rule);
      }
      ready = true;
      return bus;
    } finally {
      if (!ready) {
        bus.close();
      }
    }
  }

  private void ask(String method, String signature, Deadline deadline, Object... arguments)
      throws BusException, InterruptedException {
    Call.Member member = new Call.Member(DAEMON, method);
    send(DAEMON, member, DAEMON_PATH, signature, arguments).await(deadline);
  }

  /// Calls bluetoothd, which the bus starts for that if it is not running and may be started.
  ///
  /// @param signature of the arguments
  Call call(Call.Member member, String path, String signature, Object... arguments)
      throws BusException {
    return send(BLUEZ, member, path, signature, arguments);
  }

  private Call send(
      String destination, Call.Member member, String path, String signature, Object... arguments)
      throws BusException {
    try {
      MethodCall message =
          connection
              .getMessageFactory()
              .createMethodCall(
                  destination,
                  path,
                  member.interfaceName(),
                  member.name(),
                  (byte) 0,
                  signature.isEmpty() ? null : signature,
                  arguments);
      connection.sendMessage(message);
      return new Call(message);
    } catch (NotConnected | RejectedExecutionException e) {
      throw BusException.noBus("the bus hung up", e);
    } catch (DBusException e) {
      throw new IllegalArgumentException(member + " on " + path, e);
    }
  }

  boolean isOpen() {
    return connection.isConnected();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
