package cellwarden.transport.kernel;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.StepTimes;
import cellwarden.transport.kernel.socket.BluetoothSockets;
import cellwarden.transport.kernel.socket.Management;
import cellwarden.transport.kernel.socket.PacketSocket;
import java.util.OptionalInt;

/// One link that stands, from the connect to its end.
///
/// @param battery at the other end
/// @param times of the steps, at the end of the connect
record KernelLink(
    BleAddress battery, BluetoothSockets.Link link, Management management, StepTimes times)
    implements AutoCloseable {

  PacketSocket socket() {
    return link.socket();
  }

  OptionalInt rssi() {
    return socket().isUp() ? management.rssi(link) : OptionalInt.empty();
  }

  /// Ends the link at once where this process may; otherwise the kernel does after 2 s.
  ///
  /// That takes it from nobody: as long as this socket is up, the kernel gives the attribute
  /// protocol of the link to no other program. If it is not, the link may be another program's by
  /// now.
  @Override
  public void close() {
    times.begin();
    if (socket().isUp()) {
      management.end(link);
    }
    socket().close();
    times.done(StepTimes.Step.END);
    times.log(battery, BleAddress.Stack.KERNEL);
  }
}
