package cellwarden.transport.kernel.gatt;

import cellwarden.transport.ble.Uuids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The packets of the attribute protocol (Bluetooth Core 5.4, Vol 3, Part F): one byte of code,
/// then parameters, numbers little endian.
final class Att {

  static final int ERROR_RESPONSE = 0x01;
  static final int EXCHANGE_MTU_REQUEST = 0x02;
  static final int EXCHANGE_MTU_RESPONSE = 0x03;
  static final int FIND_INFORMATION_REQUEST = 0x04;
  static final int FIND_BY_TYPE_VALUE_REQUEST = 0x06;
  static final int READ_BY_TYPE_REQUEST = 0x08;
  static final int READ_REQUEST = 0x0A;
  static final int READ_BY_GROUP_TYPE_REQUEST = 0x10;
  static final int WRITE_REQUEST = 0x12;
  static final int NOTIFICATION = 0x1B;
  static final int INDICATION = 0x1D;
  static final int CONFIRMATION = 0x1E;
  static final int WRITE_COMMAND = 0x52;

  /// The packet size that every device takes, and all that is used here.
  static final int MTU = 23;

  private static final int WITHOUT_ANSWER = 0x40;
  private static final int LONG_UUID_SIZE = 16;
  private static final HexFormat HEX = HexFormat.of();

  private Att() {}

  /// Attribute handles from one to another, both included; none if they cross.
  ///
  /// @param first 1 to 0x10000
  /// @param last 0 to 0xFFFF
  record HandleRange(int first, int last) {

    static final HandleRange ALL = new HandleRange(0x0001, 0xFFFF);

    boolean isEmpty() {
      return first > last;
    }

    boolean contains(int handle) {
      return handle >= first && handle <= last;
    }
  }

  static int opcode(byte[] pdu) {
    return Byte.toUnsignedInt(pdu[0]);
  }

  /// A little-endian 16-bit number.
  static int u16(byte[] pdu, int at) {
    return Byte.toUnsignedInt(pdu[at]) | Byte.toUnsignedInt(pdu[at + 1]) << Byte.SIZE;
  }

  /// The text of a UUID, which goes over the air with its last byte first and ends an item.
  static String uuid(byte[] item, int at) {
    StringBuilder digits = new StringBuilder();
    for (int i = item.length - 1; i >= at; i--) {
      digits.append(HEX.toHexDigits(item[i]));
    }
    if (item.length - at == LONG_UUID_SIZE) {
      for (int dash : new int[] {20, 16, 12, 8}) {
        digits.insert(dash, '-');
      }
    }
    return Uuids.shortest(digits.toString());
  }

  /// Whether the sender waits for an answer: requests are even, and so is a confirmation.
  static boolean isRequest(int opcode) {
    return opcode % 2 == 0 && (opcode & WITHOUT_ANSWER) == 0 && opcode != CONFIRMATION;
  }

  static byte[] readByGroupType(HandleRange range, int type) {
    return pdu(READ_BY_GROUP_TYPE_REQUEST, range.first(), range.last(), type);
  }

  static byte[] readByType(HandleRange range, int type) {
    return pdu(READ_BY_TYPE_REQUEST, range.first(), range.last(), type);
  }

  static byte[] findInformation(HandleRange range) {
    return pdu(FIND_INFORMATION_REQUEST, range.first(), range.last());
  }

  /// @param opcode [#WRITE_REQUEST] or [#WRITE_COMMAND]
  static byte[] write(int opcode, int handle, byte[] value) {
    byte[] head = pdu(opcode, handle);
    return ByteBuffer.allocate(head.length + value.length).put(head).put(value).array();
  }

  static byte[] confirmation() {
    return pdu(CONFIRMATION);
  }

  /// The answer to what the battery asks of us, that of a program without any attributes. Without
  /// one it would wait for 30 s and end the link.
  static byte[] answerWithoutAttributes(byte[] request) {
    int opcode = opcode(request);
    int handle = request.length >= 3 ? u16(request, 1) : 0;
    return switch (opcode) {
      case EXCHANGE_MTU_REQUEST -> pdu(EXCHANGE_MTU_RESPONSE, MTU);
      case FIND_INFORMATION_REQUEST,
          FIND_BY_TYPE_VALUE_REQUEST,
          READ_BY_TYPE_REQUEST,
          READ_BY_GROUP_TYPE_REQUEST ->
          errorResponse(opcode, handle, AttError.ATTRIBUTE_NOT_FOUND);
      case READ_REQUEST, WRITE_REQUEST -> errorResponse(opcode, handle, AttError.INVALID_HANDLE);
      default -> errorResponse(opcode, 0, AttError.REQUEST_NOT_SUPPORTED);
    };
  }

  private static byte[] errorResponse(int request, int handle, int code) {
    return new byte[] {
      ERROR_RESPONSE, (byte) request, (byte) handle, (byte) (handle >> Byte.SIZE), (byte) code
    };
  }

  private static byte[] pdu(int opcode, int... numbers) {
    ByteBuffer pdu =
        ByteBuffer.allocate(1 + numbers.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    pdu.put((byte) opcode);
    for (int number : numbers) {
      pdu.putShort((short) number);
    }
    return pdu.array();
  }
}
