package cellwarden.transport.bluez;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;

/// Reaches one battery over bluetoothd.
///
/// @param bluez shared with the other batteries
record BluezTransport(Bluez bluez, BleAddress address) implements Transport {

  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    try {
      return Dial.connect(bluez, address, timeout);
    } catch (BusException e) {
      throw Refusals.at(address, e);
    }
  }
}
