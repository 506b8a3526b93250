@NullMarked
package cellwarden.transport.serial;

import org.jspecify.annotations.NullMarked;
