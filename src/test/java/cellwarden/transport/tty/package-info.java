@NullMarked
package cellwarden.transport.tty;

import org.jspecify.annotations.NullMarked;
