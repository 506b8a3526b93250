/// The `read` command: one reading, shown to a person or a program.
@NullMarked
package cellwarden.cli.read;

import org.jspecify.annotations.NullMarked;
