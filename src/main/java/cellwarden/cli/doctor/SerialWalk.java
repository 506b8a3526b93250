package cellwarden.cli.doctor;

import cellwarden.battery.Fault;
import cellwarden.poll.PollException;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.serial.DeviceFile;
import java.nio.file.Path;
import java.util.Optional;

/// The device file of a serial port, before anybody opens it.
record SerialWalk(Steps steps) {

  /// Looks, and says whether the port can be opened, as far as that is known before.
  boolean walk(SerialAddress address) {
    DeviceFile file = new DeviceFile(address);
    try {
      Path device = file.find();
      boolean isLink = !device.toString().equals(address.device());
      steps.ok("device", isLink ? address.device() + " is " + device : device + " is there");
      steps.ok("rights", "this user may open it");
      Optional<String> holder = file.holder(device);
      if (holder.isPresent()) {
        steps.note("in use", holder.get() + " has it open, too, and takes bytes of the answers");
      } else {
        steps.ok("in use", "by no program that this user can see");
      }
      return true;
    } catch (TransportException e) {
      Fault fault = PollException.faultOf(e);
      if (fault.kind() == Fault.Kind.DENIED) {
        steps.ok("device", address.device() + " is there");
        steps.failed("rights", fault);
      } else {
        steps.failed("device", fault);
      }
      return false;
    }
  }
}
