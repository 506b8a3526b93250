package cellwarden.transport.kernel;

import cellwarden.transport.Deadline;
import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.BluetoothSockets.Link;
import cellwarden.transport.kernel.socket.BluetoothSockets.LinkState;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.Management;
import cellwarden.transport.kernel.socket.PacketSocket;
import cellwarden.transport.kernel.socket.PacketSocket.ConnectState;
import java.time.Duration;

/// Ends a connect that was cut off, so that no link is left.
///
/// To close the socket is not enough. Once the radios are connected, the kernel sets the link up to
/// the end; if the socket is closed by then, the kernel hands the link to bluetoothd, which listens
/// for devices that connect by themselves, and bluetoothd keeps it. And a link that comes about
/// while the kernel cancels the order for it is forgotten by the kernel, but not by the controller.
/// So the socket is kept until the connect has had the time that one usually takes, and longer only
/// while the link is seen to be set up.
///
/// @param sockets to look and to get hold of a link again
/// @param management to end a link at once
record CutOffConnect(BluetoothSockets sockets, Management management) {

  /// A battery that is near connects within this time of being heard. A stop of the program waits
  /// for it.
  static final Duration USUAL = Duration.ofMillis(500);

  /// The kernel takes or cancels an order within milliseconds; if it cannot yet, it does later.
  private static final Duration ORDER = Duration.ofMillis(200);

  private static final int PAUSE_MILLIS = 10;

  /// Closes the socket. An interrupt does not end the waits, which are short.
  ///
  /// @param patience with a link that may be about to come; 0 if it had all the time it was given
  void end(Link link, Duration patience) {
    boolean ended = isEnded(link, patience);
    link.socket().close();
    if (!ended) {
      endLatecomer(link);
    }
  }

  /// Waits for the link to come, or for a sign that it will not.
  ///
  /// @return whether the kernel ends it now, at the latest 2 s after the socket
  private boolean isEnded(Link link, Duration patience) {
    Deadline near = Deadline.in(patience);
    Deadline settingUp = Deadline.in(USUAL);
    ConnectState progress = link.socket().progress(PAUSE_MILLIS);
    while (progress == ConnectState.PENDING) {
      LinkState state = management.state(link);
      if (state == LinkState.SETTING_UP && management.end(link, ORDER)) {
        return true;
      }
      Deadline until = state == LinkState.SETTING_UP ? settingUp : near;
      if (state == LinkState.NONE || until.isPassed()) {
        return false;
      }
      progress = link.socket().progress(PAUSE_MILLIS);
    }
    if (progress == ConnectState.UP) {
      management.end(link);
    }
    return progress == ConnectState.UP;
  }

  /// Looks until the kernel has cancelled the order. A link that came about nevertheless is taken
  /// hold of and ended; one that somebody else uses by now cannot be.
  private void endLatecomer(Link link) {
    Deadline deadline = Deadline.in(ORDER);
    LinkState state = management.state(link);
    while (state == LinkState.WANTED && !deadline.isPassed()) {
      PacketSocket.pause(PAUSE_MILLIS);
      state = management.state(link);
    }
    if (state == LinkState.SETTING_UP || state == LinkState.UP) {
      takeAndEnd(link);
    }
  }

  private void takeAndEnd(Link former) {
    Link link;
    try {
      link = sockets.connect(former.adapter(), former.peer(), false);
    } catch (LinkException e) {
      // Somebody uses it, or it has ended.
      return;
    }
    Deadline deadline = Deadline.in(USUAL);
    ConnectState progress = ConnectState.PENDING;
    while (progress == ConnectState.PENDING && !deadline.isPassed()) {
      progress = link.socket().progress(PAUSE_MILLIS);
    }
    management.end(link, ORDER);
    link.socket().close();
  }
}
