@NullMarked
package cellwarden.transport.kernel.socket;

import org.jspecify.annotations.NullMarked;
