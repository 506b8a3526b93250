package cellwarden.transport.bluez.bus;

import cellwarden.transport.Deadline;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.connections.impl.DirectConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// The service of a JBD module as bluetoothd offers it for this program, and its advertisement.
///
/// It ends with the connection to the bus.
public final class GattApplication {

  private static final String ROOT = "/cellwarden";
  private static final String SERVICE = ROOT + "/service";
  private static final String NOTIFICATIONS = SERVICE + "/notifications";
  private static final String REQUESTS = SERVICE + "/requests";
  private static final String ADVERT = ROOT + "/advertisement";

  private static final String ADVERTISEMENT = "org.bluez.LEAdvertisement1";

  private static final Method REGISTER_APPLICATION =
      new Method("org.bluez.GattManager1", "RegisterApplication", "oa{sv}");
  private static final Method REGISTER_ADVERTISEMENT =
      new Method("org.bluez.LEAdvertisingManager1", "RegisterAdvertisement", "oa{sv}");

  private final DirectConnection connection;

  /// Hears what a central does. Must not wait.
  public interface Central {

    /// It wants notifications, or no more: it said so, or left.
    void listening(boolean on);

    /// It wrote a request.
    ///
    /// @param device path of its object
    void wrote(byte[] bytes, String device);
  }

  /// What a module is on the air.
  ///
  /// @param uuid of the service; its characteristics have the next two
  /// @param name that is advertised
  public record Module(int uuid, String name) {

    private String uuid(int offset) {
      return String.format("%08x-0000-1000-8000-00805f9b34fb", uuid + offset);
    }
  }

  private GattApplication(DirectConnection connection) {
    this.connection = connection;
  }

  /// Offers and advertises it.
  ///
  /// @param adapter path
  public static GattApplication register(
      BluezBus bus, String adapter, Module module, Central central, Deadline deadline)
      throws BusException, InterruptedException {
    Map<String, Map<String, Map<String, Object>>> objects = new LinkedHashMap<>();
    objects.put(
        SERVICE, Map.of(ObjectTree.SERVICE, Map.of("UUID", module.uuid(0), "Primary", true)));
    objects.put(NOTIFICATIONS, characteristic(module.uuid(1), "read", "notify"));
    objects.put(REQUESTS, characteristic(module.uuid(2), "write", "write-without-response"));
    Map<String, Object> advert =
        Map.of(
            "Type",
            "peripheral",
            "ServiceUUIDs",
            new String[] {module.uuid(0)},
            "LocalName",
            module.name());
    DirectConnection connection = bus.connection();
    try {
      connection.exportObject(ROOT, new Root(objects));
      connection.exportObject(NOTIFICATIONS, new Characteristic(NOTIFICATIONS, central));
      connection.exportObject(REQUESTS, new Characteristic(REQUESTS, central));
      connection.exportObject(ADVERT, new Advert(advert));
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
    bus.call(adapter, REGISTER_APPLICATION, BluezBus.objectPath(ROOT), Map.of()).await(deadline);
    bus.call(adapter, REGISTER_ADVERTISEMENT, BluezBus.objectPath(ADVERT), Map.of())
        .await(deadline);
    return new GattApplication(connection);
  }

  private static Map<String, Map<String, Object>> characteristic(String uuid, String... flags) {
    return Map.of(
        ObjectTree.CHARACTERISTIC,
        Map.of("UUID", uuid, "Service", new DBusPath(SERVICE), "Flags", flags));
  }

  /// Notifies the central, if one listens.
  ///
  /// @param value at most 20 bytes
  public void notify(byte[] value) throws BusException {
    try {
      connection.sendMessage(
          new Properties.PropertiesChanged(
              NOTIFICATIONS,
              ObjectTree.CHARACTERISTIC,
              Map.of("Value", new Variant<>(value, "ay")),
              List.of()));
    } catch (DBusException e) {
      throw BusException.noBus("a notification was not sent: " + e.getMessage(), e);
    }
  }

  private static <K, V> Map<K, Variant<?>> wrapped(Map<K, V> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Variant<>(entry.getValue())));
  }

  private static <K, V, W> Map<K, W> mapped(Map<K, V> map, Function<V, W> function) {
    return map.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> function.apply(entry.getValue())));
  }

  /// What bluetoothd calls. Public, since the library calls it by reflection.
  @DBusInterfaceName("org.bluez.GattCharacteristic1")
  public interface ServedCharacteristic extends DBusInterface {

    @DBusMemberName("ReadValue")
    byte[] readValue(Map<String, Variant<?>> options);

    @DBusMemberName("WriteValue")
    void writeValue(byte[] value, Map<String, Variant<?>> options);

    @DBusMemberName("StartNotify")
    void startNotify();

    @DBusMemberName("StopNotify")
    void stopNotify();
  }

  /// The same.
  @DBusInterfaceName(ADVERTISEMENT)
  public interface ServedAdvertisement extends DBusInterface {

    @DBusMemberName("Release")
    void release();
  }

  private record Root(Map<String, Map<String, Map<String, Object>>> objects)
      implements ObjectManager {

    @Override
    public Map<DBusPath, Map<String, Map<String, Variant<?>>>> GetManagedObjects() {
      Map<DBusPath, Map<String, Map<String, Variant<?>>>> all = new LinkedHashMap<>();
      objects.forEach((path, interfaces) ->
          all.put(new DBusPath(path), mapped(interfaces, GattApplication::wrapped)));
      return all;
    }

    @Override
    public String getObjectPath() {
      return ROOT;
    }
  }

  private record Characteristic(String path, Central central) implements ServedCharacteristic {

    @Override
    public byte[] readValue(Map<String, Variant<?>> options) {
      return new byte[1];
    }

    @Override
    public void writeValue(byte[] value, Map<String, Variant<?>> options) {
      Variant<?> device = options.get("device");
      central.wrote(value, device == null ? "" : device.getValue().toString());
    }

    @Override
    public void startNotify() {
      central.listening(true);
    }

    @Override
    public void stopNotify() {
      central.listening(false);
    }

    @Override
    public String getObjectPath() {
      return path;
    }
  }

  private record Advert(Map<String, Object> properties) implements ServedAdvertisement, Properties {

    @Override
    public Map<String, Variant<?>> GetAll(String interfaceName) {
      return interfaceName.equals(ADVERTISEMENT) ? wrapped(properties) : Map.of();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the library's
    public <A> A Get(String interfaceName, String name) {
      throw new DBusExecutionException("ask for all");
    }

    @Override
    public <A> void Set(String interfaceName, String name, A value) {
      throw new DBusExecutionException("read only");
    }

    @Override
    public void release() {
      // bluetoothd ends, or took it away.
    }

    @Override
    public String getObjectPath() {
      return ADVERT;
    }
  }
}
