/// The `capture` command: the raw dialogue with a battery, kept in a file.
@NullMarked
package cellwarden.cli.capture;

import org.jspecify.annotations.NullMarked;
