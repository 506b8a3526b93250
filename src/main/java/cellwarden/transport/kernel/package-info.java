/// The short way to a battery: the attribute protocol over the Linux kernel's own Bluetooth
/// sockets, by the foreign function API.
@NullMarked
package cellwarden.transport.kernel;

import org.jspecify.annotations.NullMarked;
