package cellwarden.transport.kernel;

import cellwarden.transport.ble.Deadline;
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
  void end(BluetoothSockets.Link link, PeerAddress peer, Duration patience) {
    boolean ended = isEnded(link, peer, patience);
    link.socket().close();
    if (!ended) {
      endLatecomer(link.adapter(), peer);
    }
  }

  /// Waits for the link to come, or for a sign that it will not.
  ///
  /// @return whether the kernel ends it now, at the latest 2 s after the socket
  private boolean isEnded(BluetoothSockets.Link link, PeerAddress peer, Duration patience) {
    Deadline near = Deadline.in(patience);
    Deadline settingUp = Deadline.in(USUAL);
    while (true) {
      if (link.socket().comesUp(PAUSE_MILLIS)) {
        management.end(link.adapter(), peer);
        return true;
      }
      LinkState state = management.state(link.adapter(), peer);
      if (state == LinkState.SETTING_UP && management.end(link.adapter(), peer, ORDER)) {
        return true;
      }
      Deadline until = state == LinkState.SETTING_UP ? settingUp : near;
      if (state == LinkState.NONE || until.isPassed()) {
        return false;
      }
    }
  }

  /// Looks until the kernel has cancelled the order. A link that came about nevertheless is taken
  /// hold of and ended; one that somebody else uses by now cannot be.
  private void endLatecomer(String adapter, PeerAddress peer) {
    Deadline deadline = Deadline.in(ORDER);
    while (!deadline.isPassed()) {
      switch (management.state(adapter, peer)) {
        case NONE -> {
          return;
        }
        case WANTED -> Libc.pause(PAUSE_MILLIS);
        case SETTING_UP, UP -> {
          takeAndEnd(adapter, peer);
          return;
        }
      }
    }
  }

  private void takeAndEnd(String adapter, PeerAddress peer) {
    BluetoothSockets.Link link;
    try {
      link = sockets.connect(adapter, peer);
    } catch (LinkException e) {
      // Somebody uses it, or it has ended.
      return;
    }
    Deadline deadline = Deadline.in(USUAL);
    boolean up = false;
    while (!up && !deadline.isPassed()) {
      up = link.socket().comesUp(PAUSE_MILLIS);
    }
    management.end(adapter, peer, ORDER);
    link.socket().close();
  }
}
