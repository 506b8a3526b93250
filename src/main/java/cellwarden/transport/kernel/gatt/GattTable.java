package cellwarden.transport.kernel.gatt;

import cellwarden.transport.ble.Uuids;
import cellwarden.transport.kernel.gatt.Att.HandleRange;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/// Lists a device's services, characteristics and descriptors, whatever the device may answer: each
/// answer must lead on to higher handles, or the list ends.
///
/// Each answer is a list of items of one size, which begin with a handle and end with a UUID
/// (Bluetooth Core 5.4, Vol 3, Part F, 3.4.3 and 3.4.4).
///
/// @param device that is asked
record GattTable(AttClient.Requests device) {

  private static final int PRIMARY_SERVICE = 0x2800;
  private static final int CHARACTERISTIC = 0x2803;

  private static final int NO_HANDLE = 0;
  private static final int FORMAT_AT = 1;
  private static final int ITEMS_AT = 2;
  private static final int SHORT_UUIDS = 1;
  private static final int SHORT_UUID = 2;
  private static final int LONG_UUID = 16;

  /// Where the UUID stands of a service, after its first and its last handle; of a characteristic,
  /// after its handle, properties and the handle of its value; of a descriptor, after its handle.
  private static final int SERVICE_UUID_AT = 4;

  private static final int CHARACTERISTIC_UUID_AT = 5;
  private static final int DESCRIPTOR_UUID_AT = 2;

  /// A primary service.
  ///
  /// @param uuid as [Uuids] writes it
  record GattService(String uuid, HandleRange range) {}

  /// A characteristic as its declaration says.
  ///
  /// @param declaration handle of the declaration, which ends the characteristic before
  /// @param properties bits of Bluetooth Core 5.4, Vol 3, Part G, 3.3.1.1
  /// @param value handle of the value
  /// @param uuid as [Uuids] writes it
  record GattCharacteristic(int declaration, int properties, int value, String uuid) {

    private static final int WRITE_WITHOUT_RESPONSE = 0x04;
    private static final int WRITE = 0x08;
    private static final int NOTIFY = 0x10;
    private static final int INDICATE = 0x20;

    boolean notifies() {
      return (properties & (NOTIFY | INDICATE)) != 0;
    }

    boolean onlyIndicates() {
      return (properties & (NOTIFY | INDICATE)) == INDICATE;
    }

    boolean confirmsWrites() {
      return (properties & (WRITE | WRITE_WITHOUT_RESPONSE)) == WRITE;
    }
  }

  /// All primary services.
  List<GattService> services() throws LinkException, InterruptedException {
    return list(
            HandleRange.ALL,
            left -> Att.readByGroupType(left, PRIMARY_SERVICE),
            Short.BYTES,
            SERVICE_UUID_AT,
            _ -> false)
        .stream()
        .map(item ->
            new GattService(
                Att.uuid(item, SERVICE_UUID_AT),
                new HandleRange(Att.u16(item, 0), Att.u16(item, Short.BYTES))))
        .toList();
  }

  /// Characteristics in a range, by handle.
  List<GattCharacteristic> characteristics(HandleRange range)
      throws LinkException, InterruptedException {
    return list(
            range,
            left -> Att.readByType(left, CHARACTERISTIC),
            0,
            CHARACTERISTIC_UUID_AT,
            _ -> false)
        .stream()
        .map(item ->
            new GattCharacteristic(
                Att.u16(item, 0),
                Byte.toUnsignedInt(item[2]),
                Att.u16(item, 3),
                Att.uuid(item, CHARACTERISTIC_UUID_AT)))
        .toList();
  }

  /// The handle of the first attribute of this type in a range.
  OptionalInt descriptor(HandleRange range, int type) throws LinkException, InterruptedException {
    Predicate<byte[]> wanted = item -> Att.uuid(item, DESCRIPTOR_UUID_AT).equals(Uuids.of(type));
    return list(range, Att::findInformation, 0, DESCRIPTOR_UUID_AT, wanted).stream()
        .filter(wanted)
        .mapToInt(item -> Att.u16(item, 0))
        .findFirst();
  }

  /// The items of all answers to a question.
  ///
  /// @param request the question about the handles that are left
  /// @param lastHandleAt where in an item the last handle stands that it covers
  /// @param last says that no more items are wanted
  private List<byte[]> list(
      HandleRange range,
      Function<HandleRange, byte[]> request,
      int lastHandleAt,
      int uuidAt,
      Predicate<byte[]> last)
      throws LinkException, InterruptedException {
    List<byte[]> all = new ArrayList<>();
    HandleRange left = range;
    while (!left.isEmpty()) {
      int reached = NO_HANDLE;
      for (byte[] item : items(answer(request.apply(left)), uuidAt)) {
        all.add(item);
        reached = Att.u16(item, lastHandleAt);
        if (last.test(item)) {
          return all;
        }
      }
      if (!left.contains(reached)) {
        return all;
      }
      left = new HandleRange(reached + 1, left.last());
    }
    return all;
  }

  /// The answer to a request; empty where it is refused, which is mostly since nothing is left: so
  /// a list ends.
  private byte[] answer(byte[] request) throws LinkException, InterruptedException {
    try {
      return device.ask(request);
    } catch (LinkException e) {
      if (e.kind() != Kind.REFUSED || AttError.wantsPairing(e.code())) {
        throw e;
      }
      return new byte[0];
    }
  }

  /// The second byte gives their size; in a list of descriptors, that of the UUIDs.
  private static List<byte[]> items(byte[] pdu, int uuidAt) {
    int format = pdu.length > FORMAT_AT ? Byte.toUnsignedInt(pdu[FORMAT_AT]) : 0;
    int size =
        uuidAt != DESCRIPTOR_UUID_AT
            ? format
            : uuidAt + (format == SHORT_UUIDS ? SHORT_UUID : LONG_UUID);
    List<byte[]> items = new ArrayList<>();
    if (size == uuidAt + SHORT_UUID || size == uuidAt + LONG_UUID) {
      for (int at = ITEMS_AT; at + size <= pdu.length; at += size) {
        items.add(Arrays.copyOfRange(pdu, at, at + size));
      }
    }
    return items;
  }
}
