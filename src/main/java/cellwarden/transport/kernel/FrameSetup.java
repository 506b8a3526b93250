package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Deadline;
import cellwarden.transport.ble.StepTimes.Step;
import cellwarden.transport.kernel.LinkException.Refused;
import java.util.Optional;

/// Makes frames flow over a link that was just opened: finds the attributes, or takes those that
/// were found before, and switches the battery's notifications on.
final class FrameSetup {

  private static final byte[] NOTIFY = {1, 0};
  private static final byte[] INDICATE = {2, 0};

  private final BleAddress address;
  private final KnownPeer known;
  private final KernelLink link;
  private final AttClient att;
  private final AttRequests requests;

  /// For words: what is being done.
  private String step = "resolving services";

  FrameSetup(BleAddress address, KnownPeer known, KernelLink link, Deadline deadline) {
    this.address = address;
    this.known = known;
    this.link = link;
    this.att = new AttClient(link.socket());
    this.requests = att.until(deadline);
  }

  /// @throws TransportException if no frames can flow; the link stays open
  Connection connection() throws TransportException, InterruptedException {
    try {
      GattHandles handles = handlesInUse();
      link.done(Step.NOTIFY);
      return new KernelConnection(address, known, link, att, handles);
    } catch (LinkException e) {
      throw new KernelTroubles(address).during(step, e);
    }
  }

  private GattHandles handlesInUse() throws LinkException, InterruptedException {
    Optional<GattHandles> before = known.handles();
    if (before.isPresent()) {
      link.done(Step.RESOLVE);
      if (fit(before.get())) {
        return before.get();
      }
    }
    return resolved();
  }

  /// Whether the battery still takes them; another firmware may have moved everything.
  private boolean fit(GattHandles handles) throws LinkException, InterruptedException {
    try {
      switchOn(handles);
      return true;
    } catch (Refused e) {
      known.forgetHandles();
      if (AttError.wantsPairing(e.code())) {
        throw e;
      }
      return false;
    }
  }

  private GattHandles resolved() throws LinkException, InterruptedException {
    step = "resolving services";
    GattHandles handles = new GattDiscovery(requests, address.writeHandle()).resolve();
    link.done(Step.RESOLVE);
    switchOn(handles);
    known.resolved(handles);
    return handles;
  }

  private void switchOn(GattHandles handles) throws LinkException, InterruptedException {
    step = "switching notifications on";
    if (handles.switches().isPresent()) {
      byte[] value = handles.indicates() ? INDICATE : NOTIFY;
      requests.ask(Att.write(Att.WRITE_REQUEST, handles.switches().getAsInt(), value));
    }
  }
}
