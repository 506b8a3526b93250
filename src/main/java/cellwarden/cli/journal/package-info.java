/// The `journal` commands: what is done with a journal beside writing and asking it.
@NullMarked
package cellwarden.cli.journal;

import org.jspecify.annotations.NullMarked;
