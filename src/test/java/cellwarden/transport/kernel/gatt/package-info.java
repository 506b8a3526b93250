@NullMarked
package cellwarden.transport.kernel.gatt;

import org.jspecify.annotations.NullMarked;
