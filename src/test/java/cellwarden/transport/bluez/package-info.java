@NullMarked
package cellwarden.transport.bluez;

import org.jspecify.annotations.NullMarked;
