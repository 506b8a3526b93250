package cellwarden.protocol;

import cellwarden.protocol.FrameFormat.FrameCheck;
import java.nio.charset.StandardCharsets;

/// A frame of the Bluetooth module itself: `FF AA | command | length | data | sum`.
///
/// The module handles it and does not pass it to the BMS. It has no end byte and only an 8-bit sum,
/// so it is believed only where one notification holds it whole, see [ResponseDecoder]. Commands
/// and secrets: captures kept by syssi/esphome-jbd-bms.
///
/// @param command 0 to 255
/// @param data at most 255 bytes
public record ModuleFrame(int command, Payload data) {

  /// Request: new Bluetooth name.
  public static final int SET_NAME = 0x07;

  /// Request: application key `000000`. Answer: 00 password needed, 01 rejected, 02 no password
  /// set.
  public static final int APPLICATION_KEY = 0x15;

  /// Request: new password in clear. Answer: 00 ok.
  public static final int CHANGE_PASSWORD = 0x16;

  /// Request: empty. Answer: the random byte for the next scrambled secret.
  public static final int RANDOM = 0x17;

  /// Request: scrambled password. Answer: 00 ok, 01 wrong.
  public static final int PASSWORD = 0x18;

  /// Request: scrambled root secret. Answer: 00 ok.
  public static final int ROOT_SECRET = 0x1D;

  private static final int START = 0xFF;
  private static final int SECOND = 0xAA;
  private static final int OVERHEAD = 5;

  private static final int ADDRESS_BYTES = 6;
  private static final int PASSWORD_LENGTH = 6;
  private static final String ROOT = "JBDbtpwd!@#2023";

  /// @throws IllegalArgumentException if the command or the length of the data does not fit one
  ///   byte
  public ModuleFrame {
    if (command < 0 || command > 0xFF) {
      throw new IllegalArgumentException(
          "a module command is 00 to FF, not " + Integer.toHexString(command));
    }
    if (data.length() > 0xFF) {
      throw new IllegalArgumentException(
          "a module frame carries at most 255 data bytes, not " + data.length());
    }
  }

  /// The request that presents the user's password.
  ///
  /// @param mac the module's six address bytes, first printed octet first
  /// @param random 0 to 255, as the module just gave it
  /// @throws IllegalArgumentException if the address is not six bytes or the password not six ASCII
  ///   characters; the message does not repeat the password
  public static ModuleFrame password(byte[] mac, int random, String password) {
    if (password.length() != PASSWORD_LENGTH
        || !password.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("a module password is six characters 0-9, a-z, A-Z");
    }
    return new ModuleFrame(PASSWORD, scramble(mac, random, password));
  }

  /// The request that presents the vendor's fixed root secret, the second stage of the handshake.
  ///
  /// @param mac the module's six address bytes, first printed octet first
  /// @param random 0 to 255, as the module just gave it
  /// @throws IllegalArgumentException if the address is not six bytes
  public static ModuleFrame rootSecret(byte[] mac, int random) {
    return new ModuleFrame(ROOT_SECRET, scramble(mac, random, ROOT));
  }

  /// `out[i] = ((mac[i] XOR secret[i]) + random) mod 256`, where the address is 0 beyond its sixth
  /// byte. All captures confirm 256; notes that say 255 are off by one whenever the sum exceeds it.
  private static Payload scramble(byte[] mac, int random, String secret) {
    if (mac.length != ADDRESS_BYTES) {
      throw new IllegalArgumentException("a Bluetooth address has six bytes, not " + mac.length);
    }
    byte[] scrambled = secret.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < scrambled.length; i++) {
      int address = i < ADDRESS_BYTES ? mac[i] : 0;
      scrambled[i] = (byte) ((address ^ scrambled[i]) + random);
    }
    return Payload.of(scrambled);
  }

  /// Whether requests with this command carry a password, scrambled or not, or a secret.
  public static boolean holdsSecret(int command) {
    return command == APPLICATION_KEY
        || command == CHANGE_PASSWORD
        || command == PASSWORD
        || command == ROOT_SECRET;
  }

  /// The bytes to send.
  public byte[] encode() {
    byte[] frame = new byte[OVERHEAD + data.length()];
    frame[0] = (byte) START;
    frame[1] = (byte) SECOND;
    frame[2] = (byte) command;
    frame[FrameFormat.LENGTH_AT] = (byte) data.length();
    data.copyTo(frame, FrameFormat.DATA_AT);
    frame[frame.length - 1] = (byte) sum(frame, 0, frame.length);
    return frame;
  }

  static boolean startsAt(byte[] bytes, int at, int end) {
    return end - at >= 2 && (bytes[at] & 0xFF) == START && (bytes[at + 1] & 0xFF) == SECOND;
  }

  /// Judges the frame that starts at `at`, in bytes that end before `end`.
  static FrameCheck judge(byte[] bytes, int at, int end) {
    if (end - at <= FrameFormat.LENGTH_AT || end - at < size(bytes, at)) {
      return FrameCheck.INCOMPLETE;
    }
    int next = at + size(bytes, at);
    return (bytes[next - 1] & 0xFF) == sum(bytes, at, next)
        ? FrameCheck.VALID
        : FrameCheck.BAD_CHECKSUM;
  }

  /// The size that the length byte announces, 5 to 260.
  static int size(byte[] bytes, int at) {
    return OVERHEAD + (bytes[at + FrameFormat.LENGTH_AT] & 0xFF);
  }

  static ModuleFrame ofFrame(byte[] bytes, int at) {
    return new ModuleFrame(bytes[at + 2] & 0xFF, FrameFormat.data(bytes, at));
  }

  /// The low byte of the sum of everything between the start and the sum itself.
  private static int sum(byte[] bytes, int from, int to) {
    return FrameFormat.sum(bytes, from + 2, to - 1) & 0xFF;
  }
}
