/// What all commands share: the console, the options that several take, and how trouble is said.
@NullMarked
package cellwarden.cli.console;

import org.jspecify.annotations.NullMarked;
