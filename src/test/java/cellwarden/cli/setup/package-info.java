/// Tests of the `setup` command.
@NullMarked
package cellwarden.cli.setup;

import org.jspecify.annotations.NullMarked;
