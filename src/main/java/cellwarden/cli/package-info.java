/// The command line: one class a command, and the entry point that hands over to it.
@NullMarked
package cellwarden.cli;

import org.jspecify.annotations.NullMarked;
