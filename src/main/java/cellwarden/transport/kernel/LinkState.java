package cellwarden.transport.kernel;

/// How far the kernel is with an LE link to one device, whoever asked for it.
enum LinkState {
  /// There is none, and none is on its way.
  NONE,
  /// The kernel scans for the device, or has ordered the link.
  WANTED,
  /// The radios are connected; the kernel still asks the device for its features.
  SETTING_UP,
  /// It stands.
  UP;

  private static final int BT_CONNECTED = 1;
  private static final int BT_CONNECT = 5;
  private static final int BT_CONFIG = 7;

  /// Of a state as the kernel numbers it (`include/net/bluetooth/bluetooth.h`).
  static LinkState of(int number) {
    return switch (number) {
      case BT_CONNECTED -> UP;
      case BT_CONNECT -> WANTED;
      case BT_CONFIG -> SETTING_UP;
      default -> NONE;
    };
  }
}
