package cellwarden.transport.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  /// The most bytes that one write or notification carries.
  static final int LARGEST_VALUE = MTU - 3;

  static final int FIRST_HANDLE = 0x0001;
  static final int LAST_HANDLE = 0xFFFF;

  private static final int WITHOUT_ANSWER = 0x40;

  private Att() {}

  static int opcode(byte[] pdu) {
    return Byte.toUnsignedInt(pdu[0]);
  }

  /// A little-endian 16-bit number.
  static int u16(byte[] pdu, int at) {
    return Byte.toUnsignedInt(pdu[at]) | Byte.toUnsignedInt(pdu[at + 1]) << Byte.SIZE;
  }

  /// Whether the sender waits for an answer: requests are even, and so is a confirmation.
  static boolean isRequest(int opcode) {
    return opcode % 2 == 0 && (opcode & WITHOUT_ANSWER) == 0 && opcode != CONFIRMATION;
  }

  static byte[] findByTypeValue(HandleRange range, int type, int value) {
    return pdu(FIND_BY_TYPE_VALUE_REQUEST, range.first(), range.last(), type, value);
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
    return ByteBuffer.allocate(3 + value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) opcode)
        .putShort((short) handle)
        .put(value)
        .array();
  }

  static byte[] mtuResponse() {
    return pdu(EXCHANGE_MTU_RESPONSE, MTU);
  }

  static byte[] confirmation() {
    return pdu(CONFIRMATION);
  }

  static byte[] errorResponse(int request, int handle, int code) {
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
