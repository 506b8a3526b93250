package cellwarden.transport.bluez.bus;

import cellwarden.transport.Deadline;
import cellwarden.transport.OnFailure;
import cellwarden.transport.ble.BusUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.NotConnected;
import org.freedesktop.dbus.interfaces.DBus.NameOwnerChanged;
import org.freedesktop.dbus.interfaces.ObjectManager.InterfacesAdded;
import org.freedesktop.dbus.interfaces.ObjectManager.InterfacesRemoved;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.Variant;

/// bluetoothd over one connection to the message bus, and what is known over it of its objects.
public final class BluezBus implements AutoCloseable {

  private static final String USUAL_ADDRESS = "unix:path=/run/dbus/system_bus_socket";
  private static final String SOCKET = "unix:path=";

  private static final String BLUEZ = "org.bluez";
  private static final String DAEMON = "org.freedesktop.DBus";
  private static final String DAEMON_PATH = "/org/freedesktop/DBus";

  private static final Method HELLO = new Method(DAEMON, "Hello", "");
  private static final Method ADD_MATCH = new Method(DAEMON, "AddMatch", "s");
  private static final Method LIST_NAMES = new Method(DAEMON, "ListNames", "");
  private static final Method GET_PROCESS = new Method(DAEMON, "GetConnectionUnixProcessID", "s");

  /// Root only.
  private static final Method GET_ALL_RULES =
      new Method("org.freedesktop.DBus.Debug.Stats", "GetAllMatchRules", "");

  private static final Method GET_ALL_OBJECTS =
      new Method("org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "");
  private static final Method GET_ALL =
      new Method("org.freedesktop.DBus.Properties", "GetAll", "s");

  private static final Method SET = new Method("org.freedesktop.DBus.Properties", "Set", "ssv");

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
  private final ObjectTree tree;

  private BluezBus(DirectConnection connection, ObjectTree tree) {
    this.connection = connection;
    this.tree = tree;
  }

  /// A method of an object.
  ///
  /// @param signature of its arguments, as D-Bus writes it
  public record Method(String interfaceName, String name, String signature) {}

  /// Where the system's message bus is, as D-Bus writes it; programs agree on the variable that
  /// overrides it.
  public static String address(Map<String, String> environment) {
    String address = environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", "");
    return address.isEmpty() ? USUAL_ADDRESS : address;
  }

  /// Why there is certainly no bus at this address.
  public static Optional<String> obstacle(String address) {
    if (!address.startsWith(SOCKET)) {
      return Optional.empty();
    }
    String socket = address.substring(SOCKET.length()).replaceFirst("[,;].*", "");
    return Files.exists(Path.of(socket))
        ? Optional.empty()
        : Optional.of("this machine has no D-Bus system bus at " + socket);
  }

  public static BluezBus open(String address, Deadline deadline)
      throws BusException, InterruptedException {
    ObjectTree tree = new ObjectTree();
    BluezBus bus = new BluezBus(BusOpening.open(address, tree, deadline), tree);
    try (OnFailure undo = new OnFailure(bus::close)) {
      bus.hearSignals();
      bus.send(DAEMON, DAEMON_PATH, HELLO).await(deadline);
      for (String rule : RULES) {
        bus.send(DAEMON, DAEMON_PATH, ADD_MATCH, rule).await(deadline);
      }
      return undo.keep(bus);
    }
  }

  /// Beware of the library's names: the signal source of an added or removed interface is the
  /// object, its object path is that of the object manager.
  private void hearSignals() {
    try {
      connection.addSigHandler(
          PropertiesChanged.class,
          signal ->
              tree.changed(
                  signal.getPath(),
                  signal.getInterfaceName(),
                  properties(signal.getPropertiesChanged()),
                  signal.getPropertiesRemoved()));
      connection.addSigHandler(
          InterfacesAdded.class,
          signal ->
              tree.added(signal.getSignalSource().getPath(), interfaces(signal.getInterfaces())));
      connection.addSigHandler(
          InterfacesRemoved.class,
          signal -> tree.removed(signal.getSignalSource().getPath(), signal.getInterfaces()));
      connection.addSigHandler(
          NameOwnerChanged.class,
          signal -> {
            if (signal.name.equals(BLUEZ)) {
              tree.forget("bluetoothd ended");
            }
          });
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Calls bluetoothd, which the bus starts for that if it is not running and may be started.
  ///
  /// @param arguments a map of values stands for options (`a{sv}`)
  public BusCall call(String path, Method method, Object... arguments) throws BusException {
    return send(BLUEZ, path, method, arguments);
  }

  private BusCall send(String destination, String path, Method method, Object... arguments)
      throws BusException {
    try {
      MethodCall message =
          connection
              .getMessageFactory()
              .createMethodCall(
                  destination,
                  path,
                  method.interfaceName(),
                  method.name(),
                  (byte) 0,
                  method.signature().isEmpty() ? null : method.signature(),
                  wrapped(arguments));
      connection.sendMessage(message);
      return new BusCall(message);
    } catch (NotConnected | RejectedExecutionException e) {
      throw BusException.noBus("the bus hung up", e);
    } catch (DBusException e) {
      throw new IllegalArgumentException(method + " on " + path, e);
    }
  }

  private static Object[] wrapped(Object[] arguments) {
    Object[] wrapped = arguments.clone();
    for (int i = 0; i < wrapped.length; i++) {
      if (wrapped[i] instanceof Map<?, ?> options) {
        Map<Object, Variant<?>> variants = new HashMap<>();
        options.forEach((name, value) -> variants.put(name, new Variant<>(value)));
        wrapped[i] = variants;
      }
    }
    return wrapped;
  }

  /// Asks bluetoothd for everything it has, again where it came or went meanwhile: news of that may
  /// come later than the answer.
  public void renew(Deadline deadline) throws BusException, InterruptedException {
    boolean complete = false;
    while (!complete) {
      long asked = tree.generation();
      Object[] answer = call("/", GET_ALL_OBJECTS).await(deadline);
      Map<String, Map<String, Map<String, Object>>> objects = new HashMap<>();
      ((Map<?, ?>) answer[0])
          .forEach((path, interfaces) -> objects.put(path.toString(), interfaces(interfaces)));
      complete = tree.complete(objects, asked);
    }
  }

  /// Asks bluetoothd for the properties of one object.
  public void refresh(String path, String kind, Deadline deadline)
      throws BusException, InterruptedException {
    Object[] answer = call(path, GET_ALL, kind).await(deadline);
    tree.added(path, Map.of(kind, properties(answer[0])));
  }

  /// What this process has at the bus, this connection included.
  public BusUse use(Deadline deadline) throws BusException, InterruptedException {
    Set<String> own = new HashSet<>();
    for (Object name : (Collection<?>) ask(deadline, LIST_NAMES)) {
      String unique = name.toString();
      if (unique.startsWith(":") && isOwn(unique, deadline)) {
        own.add(unique);
      }
    }
    int rules = 0;
    try {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) ask(deadline, GET_ALL_RULES)).entrySet()) {
        rules += own.contains(entry.getKey()) ? ((Collection<?>) entry.getValue()).size() : 0;
      }
    } catch (BusException e) {
      rules = own.size() * RULES.size();
    }
    return new BusUse(own.size(), rules);
  }

  private boolean isOwn(String name, Deadline deadline) throws InterruptedException {
    try {
      return ask(deadline, GET_PROCESS, name) instanceof Number pid
          && pid.longValue() == ProcessHandle.current().pid();
    } catch (BusException e) {
      // It went meanwhile.
      return false;
    }
  }

  private Object ask(Deadline deadline, Method method, Object... arguments)
      throws BusException, InterruptedException {
    return send(DAEMON, DAEMON_PATH, method, arguments).await(deadline)[0];
  }

  /// Has bluetoothd set a property of an object.
  public BusCall set(String path, String kind, String name, Object value) throws BusException {
    return call(path, SET, kind, name, new Variant<>(value));
  }

  private static Map<String, Map<String, Object>> interfaces(Object interfaces) {
    Map<String, Map<String, Object>> plain = new HashMap<>();
    ((Map<?, ?>) interfaces)
        .forEach((name, properties) -> plain.put(name.toString(), properties(properties)));
    return plain;
  }

  /// Values without their D-Bus wrapping.
  private static Map<String, Object> properties(Object properties) {
    Map<String, Object> plain = new HashMap<>();
    ((Map<?, ?>) properties).forEach((name, value) -> plain.put(name.toString(), plain(value)));
    return plain;
  }

  /// Also the manufacturer data, which is wrapped twice.
  private static Object plain(Object value) {
    return switch (value) {
      case Variant<?> wrapped -> plain(wrapped.getValue());
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new HashMap<>();
        map.forEach((key, inner) -> plain.put(key, plain(inner)));
        yield plain;
      }
      default -> value;
    };
  }

  /// An argument of the type `o`.
  public static Object objectPath(String path) {
    return new DBusPath(path);
  }

  DirectConnection connection() {
    return connection;
  }

  public ObjectTree tree() {
    return tree;
  }

  public boolean isOpen() {
    return !tree.hasEnded() && connection.isConnected();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
