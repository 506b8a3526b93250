/// Tests of `history` on the command line.
@NullMarked
package cellwarden.cli.history;

import org.jspecify.annotations.NullMarked;
