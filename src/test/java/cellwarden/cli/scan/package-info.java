/// The `scan` commands, run as the shell runs them.
@NullMarked
package cellwarden.cli.scan;

import org.jspecify.annotations.NullMarked;
