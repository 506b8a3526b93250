/// The Linux kernel's own Bluetooth sockets, by the foreign function API: links, and the management
/// of adapters.
@NullMarked
package cellwarden.transport.kernel.socket;

import org.jspecify.annotations.NullMarked;
