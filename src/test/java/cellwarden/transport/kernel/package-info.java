@NullMarked
package cellwarden.transport.kernel;

import org.jspecify.annotations.NullMarked;
