package cellwarden.transport.kernel;

import cellwarden.transport.ble.AddressType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The Linux kernel's Bluetooth sockets.
final class KernelSockets implements BluetoothSockets {

  private static final int PROTOCOL_L2CAP = 0;
  private static final int PROTOCOL_HCI = 1;

  /// The fixed channel of the attribute protocol.
  private static final int CHANNEL_ATT = 4;

  /// Of `struct sockaddr_l2`: family, psm, address, cid, type and a byte of padding.
  private static final int L2CAP_ADDRESS_SIZE = 14;

  private static final int L2CAP_DEVICE = 4;

  private static final long HCIGETDEVINFO = 0x800448D3L;
  private static final long HCIGETCONNLIST = 0x800448D4L;

  /// Of `struct hci_dev_info`, which begins with the adapter's number and ends with counters.
  private static final int DEVICE_INFO_SIZE = 92;

  private static final int COMMANDS_AT = 60;
  private static final int EVENTS_AT = 64;

  /// Of `struct hci_conn_list_req`: the adapter's number and how many links follow.
  private static final int LIST_HEADER_SIZE = 4;

  /// Of `struct hci_conn_info`: handle, address, type, out, state and link mode.
  private static final int LINK_SIZE = 16;

  private static final int LINK_ADDRESS_AT = 2;
  private static final int LINK_TYPE_AT = 8;
  private static final int LINK_STATE_AT = 10;
  private static final byte LE_LINK = (byte) 0x80;

  /// More than adapters carry at once.
  private static final int MOST_LINKS = 64;

  private static final short NO_ADAPTER = (short) 0xFFFF;
  private static final short CHANNEL_CONTROL = 3;

  private volatile boolean works;

  /// Links the system calls on the way, if there is no obstacle.
  @Override
  public Optional<String> obstacle() {
    if (works) {
      return Optional.empty();
    }
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      return Optional.of("it takes Linux, this is " + system);
    }
    if (!System.getProperty("sun.arch.data.model", "").equals("64")) {
      return Optional.of("it takes a 64-bit Java");
    }
    try {
      return tried(attributeSocket());
    } catch (LinkageError e) {
      return Optional.of("this Java may not call the system: " + e);
    }
  }

  private Optional<String> tried(int descriptor) {
    if (descriptor < 0) {
      return Optional.of("this process gets no Bluetooth sockets: " + Errno.words(-descriptor));
    }
    Libc.close(descriptor);
    works = true;
    return Optional.empty();
  }

  /// A descriptor for the attribute protocol of any device, or a negative error number.
  private static int attributeSocket() {
    return Libc.socket(
        Libc.AF_BLUETOOTH, Libc.SOCK_SEQPACKET | Libc.NONBLOCK_CLOEXEC, PROTOCOL_L2CAP);
  }

  @Override
  public Link connect(String adapter, PeerAddress peer) throws LinkException {
    PacketSocket socket = PacketSocket.of(attributeSocket());
    boolean fine = false;
    try {
      socket.bind(l2cap(new PeerAddress(adapter, AddressType.PUBLIC)));
      socket.connect(l2cap(peer));
      byte[] local = new byte[L2CAP_ADDRESS_SIZE];
      socket.localAddress(local);
      fine = true;
      return new Link(socket, DeviceAddress.text(local, L2CAP_DEVICE));
    } finally {
      if (!fine) {
        socket.close();
      }
    }
  }

  @Override
  public int management() {
    int descriptor =
        Libc.socket(Libc.AF_BLUETOOTH, Libc.SOCK_RAW | Libc.NONBLOCK_CLOEXEC, PROTOCOL_HCI);
    if (descriptor < 0) {
      return descriptor;
    }
    int result = Libc.bind(descriptor, control());
    if (result < 0) {
      Libc.close(descriptor);
      return result;
    }
    return descriptor;
  }

  @Override
  public Map<String, LinkState> links(Adapter adapter) {
    byte[] list =
        littleEndian(LIST_HEADER_SIZE + MOST_LINKS * LINK_SIZE)
            .putShort((short) adapter.number())
            .putShort((short) MOST_LINKS)
            .array();
    return filledIn(HCIGETCONNLIST, list) ? links(list) : Map.of();
  }

  private static Map<String, LinkState> links(byte[] list) {
    Map<String, LinkState> links = new HashMap<>();
    ByteBuffer numbers = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
    int end = LIST_HEADER_SIZE + LINK_SIZE * numbers.getShort(Short.BYTES);
    for (int at = LIST_HEADER_SIZE; at < end; at += LINK_SIZE) {
      if (list[at + LINK_TYPE_AT] == LE_LINK) {
        String mac = DeviceAddress.text(list, at + LINK_ADDRESS_AT);
        links.put(mac, LinkState.of(numbers.getShort(at + LINK_STATE_AT)));
      }
    }
    return links;
  }

  @Override
  public Optional<Traffic> traffic(Adapter adapter) {
    byte[] info = littleEndian(DEVICE_INFO_SIZE).putShort((short) adapter.number()).array();
    if (!filledIn(HCIGETDEVINFO, info)) {
      return Optional.empty();
    }
    ByteBuffer numbers = ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN);
    return Optional.of(new Traffic(numbers.getInt(COMMANDS_AT), numbers.getInt(EVENTS_AT)));
  }

  /// Lets the kernel fill in a request about an adapter.
  ///
  /// @return false if there is no such adapter, or no Bluetooth
  private static boolean filledIn(long code, byte[] request) {
    int descriptor =
        Libc.socket(Libc.AF_BLUETOOTH, Libc.SOCK_RAW | Libc.NONBLOCK_CLOEXEC, PROTOCOL_HCI);
    if (descriptor < 0) {
      return false;
    }
    int result = Libc.ioctl(descriptor, code, request);
    Libc.close(descriptor);
    return result >= 0;
  }

  private static byte[] l2cap(PeerAddress device) {
    return littleEndian(L2CAP_ADDRESS_SIZE)
        .putShort((short) Libc.AF_BLUETOOTH)
        .putShort((short) 0)
        .put(DeviceAddress.bytes(device.mac()))
        .putShort((short) CHANNEL_ATT)
        .put((byte) PeerAddress.number(device.type()))
        .array();
  }

  /// `struct sockaddr_hci`: family, adapter, channel.
  private static byte[] control() {
    return littleEndian(3 * Short.BYTES)
        .putShort((short) Libc.AF_BLUETOOTH)
        .putShort(NO_ADAPTER)
        .putShort(CHANNEL_CONTROL)
        .array();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
