/// The `scan` command: batteries nearby, and which are JBD's.
@NullMarked
package cellwarden.cli.scan;

import org.jspecify.annotations.NullMarked;
