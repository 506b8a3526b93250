package cellwarden.transport.kernel;

import cellwarden.transport.Connection;
import cellwarden.transport.Deadline;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.StepTimes.Step;
import cellwarden.transport.kernel.gatt.AttClient;
import cellwarden.transport.kernel.gatt.AttError;
import cellwarden.transport.kernel.gatt.GattDiscovery;
import cellwarden.transport.kernel.gatt.GattDiscovery.GattHandles;
import cellwarden.transport.kernel.socket.LinkException;
import cellwarden.transport.kernel.socket.LinkException.Kind;
import java.util.Optional;

/// Makes frames flow over a link that was just opened: finds the attributes, or takes those that
/// were found before, and switches the battery's notifications on.
final class FrameSetup {

  private static final byte[] NOTIFY = {1, 0};
  private static final byte[] INDICATE = {2, 0};

  private final KernelLink link;
  private final KnownPeer known;
  private final AttClient att;
  private final Deadline deadline;

  /// For words: what is being done.
  private String step = "resolving services";

  FrameSetup(KernelLink link, KnownPeer known, Deadline deadline) {
    this.link = link;
    this.known = known;
    this.att = new AttClient(link.socket());
    this.deadline = deadline;
  }

  /// @throws TransportException if no frames can flow; the link stays open
  Connection connection() throws TransportException, InterruptedException {
    try {
      GattHandles handles = handlesInUse();
      link.times().done(Step.NOTIFY);
      return new KernelConnection(link, known, att, handles);
    } catch (LinkException e) {
      throw KernelTroubles.during(step, link.battery(), e);
    }
  }

  private GattHandles handlesInUse() throws LinkException, InterruptedException {
    Optional<GattHandles> before = known.handles();
    if (before.isPresent()) {
      link.times().done(Step.RESOLVE);
      if (fit(before.get())) {
        return before.get();
      }
    }
    step = "resolving services";
    GattHandles handles =
        new GattDiscovery(att.until(deadline), link.battery().writeHandle()).resolve();
    link.times().done(Step.RESOLVE);
    switchOn(handles);
    known.remember(handles);
    return handles;
  }

  /// Whether the battery still takes them; another firmware may have moved everything.
  private boolean fit(GattHandles handles) throws LinkException, InterruptedException {
    try {
      switchOn(handles);
      return true;
    } catch (LinkException e) {
      if (e.kind() != Kind.REFUSED) {
        throw e;
      }
      known.forgetHandles();
      if (AttError.wantsPairing(e.code())) {
        throw e;
      }
      return false;
    }
  }

  private void switchOn(GattHandles handles) throws LinkException, InterruptedException {
    step = "switching notifications on";
    if (handles.cccd().isPresent()) {
      byte[] value = handles.indicates() ? INDICATE : NOTIFY;
      att.writeRequest(handles.cccd().getAsInt(), value, deadline);
    }
  }
}
