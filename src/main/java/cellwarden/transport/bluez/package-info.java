/// The way over BlueZ, the Bluetooth daemon, by D-Bus: scanning, and batteries that the kernel's
/// sockets cannot reach.
@NullMarked
package cellwarden.transport.bluez;

import org.jspecify.annotations.NullMarked;
