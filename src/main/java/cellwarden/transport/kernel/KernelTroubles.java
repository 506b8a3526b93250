package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.kernel.LinkException.Crowded;
import cellwarden.transport.kernel.LinkException.Failed;
import cellwarden.transport.kernel.LinkException.Foreign;
import cellwarden.transport.kernel.LinkException.Refused;
import cellwarden.transport.kernel.LinkException.Silent;

/// Which trouble it is when talk with one battery breaks.
///
/// @param address of the battery
record KernelTroubles(BleAddress address) {

  /// On a link that stands.
  ///
  /// @param step that broke, such as "resolving services"
  TransportException during(String step, LinkException e) {
    return switch (e) {
      case Failed failed ->
          BleTrouble.DROPPED.at(address, Errno.words(failed.errno()) + ", while " + step, e);
      case Silent _, Crowded _ -> BleTrouble.STUCK.at(address, step, e);
      case Refused refused when AttError.wantsPairing(refused.code()) ->
          BleTrouble.WANTS_PAIRING.at(address, AttError.words(refused.code()), e);
      case Refused refused ->
          BleTrouble.CONNECT_FAILED.at(address, step + ": " + AttError.words(refused.code()), e);
      case Foreign _ -> BleTrouble.NOT_JBD.at(address, String.valueOf(e.getMessage()), e);
    };
  }

  /// Before there is a link, with the adapter as it should be.
  TransportException connecting(Failed failed) {
    return trouble(failed).at(address, detail(failed), failed);
  }

  private static BleTrouble trouble(Failed failed) {
    return switch (failed.errno()) {
      case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT, Errno.EPERM -> BleTrouble.NO_SOCKETS;
      case Errno.EACCES ->
          failed.call() == Failed.Call.CONNECTING
              ? BleTrouble.WANTS_PAIRING
              : BleTrouble.NO_SOCKETS;
      case Errno.EBADE -> BleTrouble.WANTS_PAIRING;
      case Errno.EBUSY ->
          failed.call() == Failed.Call.CONNECT ? BleTrouble.IN_USE : BleTrouble.CONNECT_FAILED;
      default -> BleTrouble.CONNECT_FAILED;
    };
  }

  private static String detail(Failed failed) {
    return trouble(failed) == BleTrouble.IN_USE ? "" : Errno.words(failed.errno());
  }
}
