package cellwarden.transport.kernel;

import cellwarden.transport.ble.Uuids;
import cellwarden.transport.kernel.LinkException.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Lists a device's services, characteristics and descriptors, whatever the device may answer: each
/// answer must lead on to higher handles, or the list ends.
///
/// Answers and their layouts: Bluetooth Core 5.4, Vol 3, Part F, 3.4.3 and 3.4.4.
final class GattTable {

  private static final int PRIMARY_SERVICE = 0x2800;
  private static final int CHARACTERISTIC = 0x2803;

  private static final int NO_HANDLE = 0;

  private static final int FORMAT_AT = 1;
  private static final int FORMAT_SHORT_UUIDS = 1;

  private final AttRequests device;

  GattTable(AttRequests device) {
    this.device = device;
  }

  /// Services with this 16-bit UUID, of a device that can look for it.
  List<GattService> services(int uuid16) throws LinkException, InterruptedException {
    List<GattService> found = new ArrayList<>();
    walk(
        HandleRange.ALL,
        left -> {
          byte[] pdu = device.ask(Att.findByTypeValue(left, PRIMARY_SERVICE, uuid16));
          return each(
              pdu,
              1,
              4,
              at -> {
                found.add(new GattService(Uuids.of(uuid16), range(pdu, at)));
                return Att.u16(pdu, at + 2);
              });
        });
    return found;
  }

  /// All services.
  List<GattService> services() throws LinkException, InterruptedException {
    List<GattService> found = new ArrayList<>();
    walk(
        HandleRange.ALL,
        left -> {
          byte[] pdu = device.ask(Att.readByGroupType(left, PRIMARY_SERVICE));
          int size = itemSize(pdu, 4);
          return each(
              pdu,
              2,
              size,
              at -> {
                found.add(new GattService(UuidBytes.read(pdu, at + 4, size - 4), range(pdu, at)));
                return Att.u16(pdu, at + 2);
              });
        });
    return found;
  }

  /// Characteristics in a range, by handle.
  List<GattCharacteristic> characteristics(HandleRange range)
      throws LinkException, InterruptedException {
    List<GattCharacteristic> found = new ArrayList<>();
    walk(
        range,
        left -> {
          byte[] pdu = device.ask(Att.readByType(left, CHARACTERISTIC));
          int size = itemSize(pdu, 5);
          return each(
              pdu,
              2,
              size,
              at -> {
                int declaration = Att.u16(pdu, at);
                String uuid = UuidBytes.read(pdu, at + 5, size - 5);
                int properties = Byte.toUnsignedInt(pdu[at + 2]);
                found.add(
                    new GattCharacteristic(declaration, properties, Att.u16(pdu, at + 3), uuid));
                return declaration;
              });
        });
    return found;
  }

  /// The handle of the first attribute of this type in a range.
  OptionalInt descriptor(HandleRange range, int type) throws LinkException, InterruptedException {
    List<Integer> found = new ArrayList<>();
    walk(
        range,
        left -> {
          byte[] pdu = device.ask(Att.findInformation(left));
          int size = pdu.length > FORMAT_AT && pdu[FORMAT_AT] == FORMAT_SHORT_UUIDS ? 4 : 18;
          int last =
              each(
                  pdu,
                  2,
                  size,
                  at -> {
                    int handle = Att.u16(pdu, at);
                    if (UuidBytes.read(pdu, at + 2, size - 2).equals(Uuids.of(type))) {
                      found.add(handle);
                    }
                    return handle;
                  });
          return found.isEmpty() ? last : NO_HANDLE;
        });
    return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.getFirst());
  }

  /// One step of a list: what is still to be listed, to the last handle that was.
  @FunctionalInterface
  private interface Step {
    int from(HandleRange left) throws LinkException, InterruptedException;
  }

  private static void walk(HandleRange range, Step step)
      throws LinkException, InterruptedException {
    HandleRange left = range;
    while (!left.isEmpty()) {
      int last;
      try {
        last = step.from(left);
      } catch (Refused e) {
        // Mostly "nothing found", which is how a list ends.
        if (AttError.wantsPairing(e.code())) {
          throw e;
        }
        return;
      }
      if (!left.contains(last)) {
        return;
      }
      left = left.after(last);
    }
  }

  /// One item of an answer, to the last handle that it covers.
  @FunctionalInterface
  private interface Item {
    int at(int offset);
  }

  /// @return the last handle, if there is any item
  private static int each(byte[] pdu, int from, int size, Item item) {
    int last = NO_HANDLE;
    for (int at = from; at + size <= pdu.length; at += size) {
      last = item.at(at);
    }
    return last;
  }

  /// The size of the items as the answer says.
  ///
  /// @param head bytes of an item before its UUID
  private static int itemSize(byte[] pdu, int head) throws Refused {
    int size = pdu.length > FORMAT_AT ? Byte.toUnsignedInt(pdu[FORMAT_AT]) : 0;
    if (size != head + UuidBytes.SHORT_SIZE && size != head + UuidBytes.LONG_SIZE) {
      throw new Refused(AttError.MALFORMED_ANSWER);
    }
    return size;
  }

  private static HandleRange range(byte[] pdu, int at) {
    return new HandleRange(Att.u16(pdu, at), Att.u16(pdu, at + 2));
  }
}
