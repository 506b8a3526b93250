/// The `journal` commands, run as the shell runs them.
@NullMarked
package cellwarden.cli.journal;

import org.jspecify.annotations.NullMarked;
