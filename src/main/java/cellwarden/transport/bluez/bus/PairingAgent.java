package cellwarden.transport.bluez.bus;

import cellwarden.transport.Deadline;
import cellwarden.transport.bluez.bus.BluezBus.Method;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;

/// Tells bluetoothd the passkey of one device, while it pairs with it for this program. It is not
/// the system's default agent, which stays the user's own: bluetoothd asks the agent of the program
/// that wants the pairing.
///
/// One at a time on a connection.
public final class PairingAgent implements AutoCloseable {

  private static final String OWN_PATH = "/cellwarden/agent";
  private static final String MANAGER_PATH = "/org/bluez";
  private static final String MANAGER = "org.bluez.AgentManager1";
  private static final Method REGISTER = new Method(MANAGER, "RegisterAgent", "os");
  private static final Method UNREGISTER = new Method(MANAGER, "UnregisterAgent", "o");

  /// A machine without a display: the battery has the passkey, and it is entered here.
  private static final String CAPABILITY = "KeyboardOnly";

  private final BluezBus bus;
  private final Answers answers;

  private PairingAgent(BluezBus bus, Answers answers) {
    this.bus = bus;
    this.answers = answers;
  }

  /// Offers it to bluetoothd.
  ///
  /// @param device path of the only one that it tells the passkey of
  public static PairingAgent register(BluezBus bus, String device, int passkey, Deadline deadline)
      throws BusException, InterruptedException {
    Answers answers = new Answers(device, passkey);
    try {
      bus.connection().exportObject(OWN_PATH, answers);
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
    PairingAgent agent = new PairingAgent(bus, answers);
    boolean registered = false;
    try {
      bus.call(MANAGER_PATH, REGISTER, BluezBus.objectPath(OWN_PATH), CAPABILITY).await(deadline);
      registered = true;
      return agent;
    } finally {
      if (!registered) {
        agent.close();
      }
    }
  }

  /// Whether the passkey was wanted.
  public boolean wasAsked() {
    return answers.asked;
  }

  /// Does not wait for an answer.
  @Override
  public void close() {
    bus.connection().unExportObject(OWN_PATH);
    try {
      bus.call(MANAGER_PATH, UNREGISTER, BluezBus.objectPath(OWN_PATH));
    } catch (BusException e) {
      // With the bus it is gone.
    }
  }

  /// What bluetoothd calls. Public, since the library calls it by reflection.
  @DBusInterfaceName("org.bluez.Agent1")
  public interface Agent extends DBusInterface {

    @DBusMemberName("RequestPasskey")
    UInt32 requestPasskey(DBusPath device);

    @DBusMemberName("Cancel")
    void cancel();

    @DBusMemberName("Release")
    void release();
  }

  private static final class Answers implements Agent {

    private final String device;
    private final int passkey;
    private volatile boolean asked;

    Answers(String device, int passkey) {
      this.device = device;
      this.passkey = passkey;
    }

    @Override
    public UInt32 requestPasskey(DBusPath path) {
      if (!path.getPath().equals(device)) {
        throw new DBusExecutionException("another device");
      }
      asked = true;
      return new UInt32(passkey);
    }

    @Override
    public void cancel() {
      // Whoever pairs gets the error.
    }

    @Override
    public void release() {
      // The same.
    }

    @Override
    public String getObjectPath() {
      return OWN_PATH;
    }
  }
}
