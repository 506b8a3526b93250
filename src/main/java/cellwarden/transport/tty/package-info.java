/// Terminals and their signals by the foreign function API, whose types stay here.
@NullMarked
package cellwarden.transport.tty;

import org.jspecify.annotations.NullMarked;
