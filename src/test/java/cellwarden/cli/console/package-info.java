/// What the commands share.
@NullMarked
package cellwarden.cli.console;

import org.jspecify.annotations.NullMarked;
