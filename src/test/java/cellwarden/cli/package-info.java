/// Commands run as the shell runs them, with their output caught.
@NullMarked
package cellwarden.cli;

import org.jspecify.annotations.NullMarked;
