/// The `capture` command.
@NullMarked
package cellwarden.cli.capture;

import org.jspecify.annotations.NullMarked;
