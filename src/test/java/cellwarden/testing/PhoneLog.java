package cellwarden.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A btsnoop log, byte by byte as phones write it.
public final class PhoneLog {

  /// 2026-11-22T14:00:00Z in microseconds since the year 0: 1795356000 s after 1970, which begins
  /// at 0x00dcddb30f2f8000.
  private static final long START = 1_795_356_000_000_000L + 0x00dcddb30f2f8000L;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final int type;
  private long micros;

  /// @param type 1002 as of a phone, 2001 as of btmon
  public PhoneLog(int type) {
    this.type = type;
    log.writeBytes("btsnoop\0".getBytes(StandardCharsets.US_ASCII));
    log.writeBytes(ByteBuffer.allocate(8).putInt(1).putInt(type).array());
  }

  public PhoneLog after(long moreMicros) {
    micros += moreMicros;
    return this;
  }

  /// A value that is written to an attribute without an answer (opcode 52).
  public PhoneLog write(int link, int attribute, String hex) {
    return acl(link, false, false, "0400" + "52" + handle(attribute) + hex);
  }

  /// A notification (opcode 1B).
  public PhoneLog notify(int link, int attribute, String hex) {
    return acl(link, true, false, "0400" + "1b" + handle(attribute) + hex);
  }

  /// A notification in two packets of the controller, parted before this byte of the value.
  public PhoneLog notifyInTwo(int link, int attribute, String hex, int at) {
    String whole = length(hex.length() / 2 + 3) + "0400" + "1b" + handle(attribute) + hex;
    int cut = 2 * (7 + at);
    packet(link, true, false, whole.substring(0, cut));
    return packet(link, true, true, whole.substring(cut));
  }

  /// What is not of a link, such as an event of the controller.
  public PhoneLog event(String hex) {
    return raw(3, (type == 1002 ? "04" : "") + hex);
  }

  private PhoneLog acl(int link, boolean received, boolean continues, String channelAndData) {
    return packet(
        link, received, continues, length(channelAndData.length() / 2 - 2) + channelAndData);
  }

  private PhoneLog packet(int link, boolean received, boolean continues, String data) {
    int handle = link | (continues ? 0x1000 : 0x2000);
    int flags = type == 2001 ? (received ? 5 : 4) : (received ? 1 : 0);
    return raw(
        flags, (type == 1002 ? "02" : "") + handle(handle) + length(data.length() / 2) + data);
  }

  private PhoneLog raw(int flags, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    log.writeBytes(
        ByteBuffer.allocate(24)
            .putInt(bytes.length)
            .putInt(bytes.length)
            .putInt(flags)
            .putInt(0)
            .putLong(START + micros)
            .array());
    log.writeBytes(bytes);
    return this;
  }

  private static String handle(int number) {
    byte[] bytes =
        ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) number).array();
    return HexFormat.of().formatHex(bytes);
  }

  private static String length(int number) {
    return handle(number);
  }

  public byte[] bytes() {
    return log.toByteArray();
  }
}
