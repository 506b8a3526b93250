@NullMarked
package cellwarden.transport;

import org.jspecify.annotations.NullMarked;
