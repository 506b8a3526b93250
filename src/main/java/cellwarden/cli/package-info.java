/// The command line: the entry point, the tree of commands, and those that run the service.
@NullMarked
package cellwarden.cli;

import org.jspecify.annotations.NullMarked;
