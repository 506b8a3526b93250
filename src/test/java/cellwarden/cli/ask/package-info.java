/// `ask`, run as the shell runs it.
@NullMarked
package cellwarden.cli.ask;

import org.jspecify.annotations.NullMarked;
