@NullMarked
package cellwarden.transport.ble.recovery;

import org.jspecify.annotations.NullMarked;
