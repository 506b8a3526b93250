@NullMarked
package cellwarden.protocol.register;

import org.jspecify.annotations.NullMarked;
