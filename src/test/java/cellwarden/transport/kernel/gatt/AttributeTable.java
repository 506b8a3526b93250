package cellwarden.transport.kernel.gatt;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Attributes of a device and what they answer, written from the specification and not from the
/// code under test. All packets are hex.
public final class AttributeTable {

  public static final int READ = 0x02;
  public static final int WRITE_COMMAND = 0x04;
  public static final int WRITE = 0x08;
  public static final int NOTIFY = 0x10;
  public static final int INDICATE = 0x20;

  private static final HexFormat HEX = HexFormat.of();
  private static final int MTU = 23;

  private final SortedMap<Integer, Attribute> attributes = new TreeMap<>();
  private int next = 1;

  /// @param type UUID as it goes over the air, little endian
  private record Attribute(String type, String value) {}

  /// What JBD's own module shows: notifications at 0x0011, requests at 0x0015.
  public static AttributeTable jbd() {
    return new AttributeTable()
        .service("0018")
        .characteristic(READ, "002a")
        .at(0x0f)
        .service("00ff")
        .characteristic(READ | NOTIFY, "01ff")
        .descriptor("0229")
        .descriptor("0129")
        .characteristic(READ | WRITE | WRITE_COMMAND, "02ff");
  }

  /// The next attribute has this handle.
  public AttributeTable at(int handle) {
    next = handle;
    return this;
  }

  /// A primary service begins.
  ///
  /// @param uuid little endian
  public AttributeTable service(String uuid) {
    return add("0028", uuid);
  }

  /// Its declaration, then its value.
  ///
  /// @param uuid little endian
  public AttributeTable characteristic(int properties, String uuid) {
    String declaration = HEX.toHexDigits((byte) properties) + u16(next + 1) + uuid;
    return add("0328", declaration).add(uuid, "00");
  }

  /// An attribute of this type.
  ///
  /// @param uuid little endian
  public AttributeTable descriptor(String uuid) {
    return add(uuid, "0000");
  }

  private AttributeTable add(String type, String value) {
    attributes.put(next++, new Attribute(type, value));
    return this;
  }

  /// The handle of the first attribute of this type.
  public int handleOf(String type) {
    return attributes.entrySet().stream()
        .filter(entry -> entry.getValue().type().equals(type))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /// Whether there is an attribute of this type at a handle.
  public boolean holds(int handle, String type) {
    Attribute attribute = attributes.get(handle);
    return attribute != null && attribute.type().equals(type);
  }

  /// The answer to a request, empty for what needs none.
  public String answer(String pdu) {
    byte[] request = HEX.parseHex(pdu);
    return switch (pdu.substring(0, 2)) {
      case "02" -> "03f700";
      case "04" -> findInformation(request);
      case "08" -> readByType(request, pdu.substring(10));
      case "10" -> readByGroupType(request, pdu.substring(10));
      case "12" -> attributes.containsKey(u16(request, 1)) ? "13" : error(request, 0x01);
      case "1e", "52" -> "";
      default -> error(request, 0x06);
    };
  }

  private String findInformation(byte[] request) {
    List<String> items = new ArrayList<>();
    between(request).forEach((handle, attribute) -> items.add(u16(handle) + attribute.type()));
    return list(request, "05", items, size -> size == 4 ? "01" : "02");
  }

  private String readByType(byte[] request, String type) {
    List<String> items = new ArrayList<>();
    between(request)
        .forEach((handle, attribute) -> {
          if (attribute.type().equals(type)) {
            items.add(u16(handle) + attribute.value());
          }
        });
    return list(request, "09", items, size -> HEX.toHexDigits((byte) size));
  }

  private String readByGroupType(byte[] request, String type) {
    List<String> items = new ArrayList<>();
    between(request)
        .forEach((handle, attribute) -> {
          if (attribute.type().equals(type)) {
            items.add(u16(handle) + u16(endOf(handle)) + attribute.value());
          }
        });
    return list(request, "11", items, size -> HEX.toHexDigits((byte) size));
  }

  /// What goes before the items.
  @FunctionalInterface
  private interface Format {
    String of(int itemSize);
  }

  /// As many items of one size as fit into a packet.
  private static String list(byte[] request, String opcode, List<String> items, Format format) {
    if (items.isEmpty()) {
      return error(request, 0x0A);
    }
    int size = items.getFirst().length();
    StringBuilder pdu = new StringBuilder(opcode).append(format.of(size / 2));
    for (String item : items) {
      if (item.length() != size || pdu.length() + size > 2 * MTU) {
        break;
      }
      pdu.append(item);
    }
    return pdu.toString();
  }

  private SortedMap<Integer, Attribute> between(byte[] request) {
    return attributes.subMap(u16(request, 1), u16(request, 3) + 1);
  }

  /// The last handle of a service.
  private int endOf(int service) {
    return attributes.tailMap(service + 1).entrySet().stream()
        .filter(entry -> entry.getValue().type().equals("0028"))
        .findFirst()
        .map(entry -> entry.getKey() - 1)
        .orElse(0xFFFF);
  }

  public static String error(byte[] request, int code) {
    ByteArrayOutputStream pdu = new ByteArrayOutputStream();
    pdu.write(0x01);
    pdu.write(request[0]);
    pdu.write(request.length > 2 ? request[1] : 0);
    pdu.write(request.length > 2 ? request[2] : 0);
    pdu.write(code);
    return HEX.formatHex(pdu.toByteArray());
  }

  public static String u16(int number) {
    return HEX.toHexDigits((byte) number) + HEX.toHexDigits((byte) (number >> 8));
  }

  private static int u16(byte[] pdu, int at) {
    return Byte.toUnsignedInt(pdu[at]) | Byte.toUnsignedInt(pdu[at + 1]) << 8;
  }
}
