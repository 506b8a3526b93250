/// The `setup` command: from an installed program to a service that reads batteries.
@NullMarked
package cellwarden.cli.setup;

import org.jspecify.annotations.NullMarked;
