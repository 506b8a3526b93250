package cellwarden.transport.kernel.socket;

import cellwarden.transport.OnFailure;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The Linux kernel's Bluetooth sockets.
public final class KernelSockets implements BluetoothSockets {

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

  /// Of classic Bluetooth, such as a headset's.
  private static final byte ACL_LINK = 1;

  /// More than adapters carry at once.
  private static final int MOST_LINKS = 64;

  /// Of the kernel's states of a link (`include/net/bluetooth/bluetooth.h`).
  private static final int BT_CONNECTED = 1;

  private static final int BT_CONNECT = 5;
  private static final int BT_CONFIG = 7;

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
      int descriptor = attributeSocket();
      if (descriptor < 0) {
        return Optional.of("this process gets no Bluetooth sockets: " + Errno.words(-descriptor));
      }
      Libc.close(descriptor);
      works = true;
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("this Java may not call the system: " + e);
    }
  }

  /// A descriptor for the attribute protocol of any device, or a negative error number.
  private static int attributeSocket() {
    return Libc.socket(
        Libc.AF_BLUETOOTH, Libc.SOCK_SEQPACKET | Libc.NONBLOCK_CLOEXEC, PROTOCOL_L2CAP);
  }

  /// A descriptor for talking about adapters, or a negative error number.
  private static int adapterSocket() {
    return Libc.socket(Libc.AF_BLUETOOTH, Libc.SOCK_RAW | Libc.NONBLOCK_CLOEXEC, PROTOCOL_HCI);
  }

  @Override
  public Link connect(String adapter, PeerAddress peer, boolean bonded) throws LinkException {
    PacketSocket socket = PacketSocket.of(attributeSocket());
    try (OnFailure undo = new OnFailure(socket::close)) {
      socket.bind(l2cap(new PeerAddress(adapter, AddressType.PUBLIC)));
      if (bonded) {
        socket.encrypt();
      }
      socket.connect(l2cap(peer));
      byte[] local = new byte[L2CAP_ADDRESS_SIZE];
      socket.localAddress(local);
      return undo.keep(new Link(socket, PeerAddress.macText(local, L2CAP_DEVICE), peer));
    }
  }

  @Override
  public int management() throws LinkException {
    int descriptor = LinkException.check(Kind.SYSTEM, adapterSocket());
    try (OnFailure undo = new OnFailure(() -> Libc.close(descriptor))) {
      LinkException.check(Kind.SYSTEM, Libc.bind(descriptor, control()));
      return undo.keep(descriptor);
    }
  }

  @Override
  public Map<String, LinkState> links(Adapter adapter) {
    byte[] list =
        littleEndian(LIST_HEADER_SIZE + MOST_LINKS * LINK_SIZE)
            .putShort((short) adapter.number())
            .putShort((short) MOST_LINKS)
            .array();
    Map<String, LinkState> links = new HashMap<>();
    if (filledIn(HCIGETCONNLIST, list)) {
      ByteBuffer numbers = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
      int end = LIST_HEADER_SIZE + LINK_SIZE * numbers.getShort(Short.BYTES);
      for (int at = LIST_HEADER_SIZE; at < end; at += LINK_SIZE) {
        if (list[at + LINK_TYPE_AT] == LE_LINK || list[at + LINK_TYPE_AT] == ACL_LINK) {
          String mac = PeerAddress.macText(list, at + LINK_ADDRESS_AT);
          links.put(mac, state(numbers.getShort(at + LINK_STATE_AT)));
        }
      }
    }
    return links;
  }

  private static LinkState state(int number) {
    return switch (number) {
      case BT_CONNECTED -> LinkState.UP;
      case BT_CONNECT -> LinkState.WANTED;
      case BT_CONFIG -> LinkState.SETTING_UP;
      default -> LinkState.NONE;
    };
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
    int descriptor = adapterSocket();
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
        .put(PeerAddress.macBytes(device.mac()))
        .putShort((short) CHANNEL_ATT)
        .put(device.typeNumber())
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
