/// bluetoothd as its D-Bus objects show it: the connection to the message bus, calls, and what is
/// known of the objects. No D-Bus type leaves this room.
@NullMarked
package cellwarden.transport.bluez.bus;

import org.jspecify.annotations.NullMarked;
