package cellwarden.transport.kernel.socket;

/// Error numbers of Linux that Bluetooth sockets give, and what they mean there. Where a link
/// fails, the kernel makes them of the controller's codes (`bt_to_errno` in `net/bluetooth/lib.c`).
public final class Errno {

  public static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  static final int ENODEV = 19;
  public static final int EBADE = 52;
  public static final int EPROTONOSUPPORT = 93;
  public static final int ECONNABORTED = 103;
  public static final int EAFNOSUPPORT = 97;
  static final int EINPROGRESS = 115;

  private Errno() {}

  /// What an error number means on a Bluetooth socket, with the number for those who look it up.
  public static String words(int errno) {
    return errno == 0 ? "closed" : "%s, errno %d".formatted(meaning(errno), errno);
  }

  private static String meaning(int errno) {
    return switch (errno) {
      case EPERM, EACCES -> "not permitted";
      case 5 -> "the adapter reports a failed operation";
      case 12, 105 -> "no memory left";
      case EBUSY -> "the adapter is busy";
      case ENODEV, 100, 113 -> "no adapter is switched on";
      case 23, 24 -> "too many open files";
      case 31 -> "the adapter holds as many links as it can";
      // The default of bt_to_errno; over the air it is mostly code 0x3E.
      case 38 -> "the link could not be established, a weak signal or a busy battery";
      case EBADE -> "the pairing is no longer valid";
      case 71 -> "the two radios do not agree on the link";
      case EPROTONOSUPPORT -> "the kernel has no L2CAP";
      case 95 -> "the adapter has no Bluetooth LE";
      case EAFNOSUPPORT -> "a container, or a kernel without Bluetooth";
      case ECONNABORTED ->
          "this machine ended it: adapter switched off, or another program asked for it";
      case 104 -> "the battery ended it";
      case 107 -> "not connected";
      case 110 -> "the battery fell silent";
      case 111 -> "refused";
      case 112 -> "the battery does not answer";
      default -> "unexpected error";
    };
  }
}
