@NullMarked
package cellwarden.transport.ble;

import org.jspecify.annotations.NullMarked;
