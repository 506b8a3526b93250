@NullMarked
package cellwarden.transport.bluez.bus;

import org.jspecify.annotations.NullMarked;
