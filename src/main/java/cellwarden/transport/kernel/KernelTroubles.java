package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.kernel.gatt.AttError;
import cellwarden.transport.kernel.socket.Errno;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;

/// Which trouble it is when talk with a battery breaks.
final class KernelTroubles {

  private KernelTroubles() {}

  /// On a link that stands.
  ///
  /// @param step that broke, such as "resolving services"
  static BleException during(String step, BleAddress address, LinkException e) {
    String words = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case PREPARE, CONNECT, CONNECTING, TRANSFER, MANAGE ->
          BleTrouble.DROPPED.at(address, Errno.words(e.code()) + ", while " + step, e);
      case SILENT, FLOODED -> BleTrouble.STUCK.at(address, step, e);
      case REFUSED ->
          AttError.wantsPairing(e.code())
              ? BleTrouble.WANTS_PAIRING.at(address, words, e)
              : BleTrouble.CONNECT_FAILED.at(address, step + ": " + words, e);
      case NOT_JBD -> BleTrouble.NOT_JBD.at(address, words, e);
    };
  }

  /// Before there is a link, with the adapter as it should be.
  static BleException connecting(BleAddress address, LinkException e) {
    BleTrouble trouble =
        switch (e.code()) {
          case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT, Errno.EPERM -> BleTrouble.NO_SOCKETS;
          case Errno.EACCES ->
              e.kind() == Kind.CONNECTING ? BleTrouble.WANTS_PAIRING : BleTrouble.NO_SOCKETS;
          case Errno.EBADE -> BleTrouble.WANTS_PAIRING;
          case Errno.EBUSY ->
              e.kind() == Kind.CONNECT ? BleTrouble.IN_USE : BleTrouble.CONNECT_FAILED;
          default -> BleTrouble.CONNECT_FAILED;
        };
    String detail = trouble == BleTrouble.IN_USE ? "" : Errno.words(e.code());
    return trouble.at(address, detail, e);
  }
}
