package cellwarden.protocol;

/// Commands of the Bluetooth module (captures kept by syssi/esphome-jbd-bms).
public final class ModuleCommand {

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

  private ModuleCommand() {}
}
