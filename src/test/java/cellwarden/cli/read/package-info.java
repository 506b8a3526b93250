/// The `read` commands, run as the shell runs them.
@NullMarked
package cellwarden.cli.read;

import org.jspecify.annotations.NullMarked;
