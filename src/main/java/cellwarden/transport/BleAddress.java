package cellwarden.transport;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A battery reached over Bluetooth LE.
///
/// @param mac six pairs of upper-case hexadecimal digits joined by colons
/// @param adapter the Bluetooth adapter, `hci0` and so on, or its own MAC address, which stays
///   where the numbers change at a restart; empty means the first one that works
/// @param stack the Bluetooth stack to go through; empty, which is also what `stack=auto` gives,
///   means that the configuration or the program chooses
/// @param writeHandle attribute handle (1 to 0xFFFF) to write requests to, for a board whose
///   characteristics cannot be found by UUID
public record BleAddress(
    String mac, Optional<String> adapter, Optional<Stack> stack, OptionalInt writeHandle)
    implements Address {

  static final String EXAMPLE = "ble:A4:C1:38:00:11:22";
  static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}");
  private static final Pattern ADAPTER = Pattern.compile("hci[0-9]{1,3}|" + MAC.pattern());
  private static final Pattern STACK = Pattern.compile("auto|kernel|bluez");
  private static final Pattern HANDLE = Pattern.compile("0[xX][0-9A-Fa-f]{1,4}|[1-9][0-9]{0,4}");
  private static final int LAST_HANDLE = 0xFFFF;

  /// The way to the Bluetooth controller.
  public enum Stack {
    /// The kernel's L2CAP sockets.
    KERNEL,
    /// The BlueZ daemon, over D-Bus.
    BLUEZ;

    /// The name in addresses, in the configuration and in samples, such as `kernel`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws IllegalArgumentException if `mac` is not a MAC address
  public BleAddress {
    if (!MAC.matcher(mac).matches()) {
      throw new IllegalArgumentException("not a MAC address: " + mac);
    }
    mac = mac.toUpperCase(Locale.ROOT);
  }

  /// The battery with this MAC address, everything else left to the program.
  ///
  /// @throws IllegalArgumentException if `mac` is not a MAC address
  public static BleAddress of(String mac) {
    return new BleAddress(mac, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  /// The same battery over this stack.
  public BleAddress over(Stack way) {
    return new BleAddress(mac, adapter, Optional.of(way), writeHandle);
  }

  static BleAddress parse(String mac, AddressOptions options) throws AddressException {
    options.allowOnly(List.of("adapter", "stack", "write_handle"), EXAMPLE + "?adapter=hci1");
    if (!MAC.matcher(mac).matches()) {
      throw new AddressException(
          mac, "is not six pairs of hexadecimal digits joined by colons", EXAMPLE);
    }
    Optional<String> adapter =
        options
            .find(
                "adapter",
                ADAPTER.asMatchPredicate(),
                "is neither hci and a number nor the MAC address of an adapter",
                EXAMPLE + "?adapter=hci1")
            .map(name -> MAC.matcher(name).matches() ? name.toUpperCase(Locale.ROOT) : name);
    Optional<Stack> stack =
        options
            .find(
                "stack",
                STACK.asMatchPredicate(),
                "is none of auto, kernel and bluez",
                EXAMPLE + "?stack=kernel")
            .filter(name -> !name.equals("auto"))
            .map(name -> Stack.valueOf(name.toUpperCase(Locale.ROOT)));
    Optional<String> handle =
        options.find(
            "write_handle",
            text -> HANDLE.matcher(text).matches() && isHandle(Integer.decode(text)),
            "is not an attribute handle from 1 to 0xFFFF",
            EXAMPLE + "?write_handle=0x15");
    return new BleAddress(
        mac,
        adapter,
        stack,
        handle.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.decode(handle.get())));
  }

  private static boolean isHandle(int number) {
    return number >= 1 && number <= LAST_HANDLE;
  }

  @Override
  public String toString() {
    TreeMap<String, String> options = new TreeMap<>();
    adapter.ifPresent(name -> options.put("adapter", name));
    stack.ifPresent(way -> options.put("stack", way.label()));
    writeHandle.ifPresent(handle -> options.put("write_handle", "0x%02x".formatted(handle)));
    return "ble:" + mac + new AddressOptions(options).text();
  }
}
