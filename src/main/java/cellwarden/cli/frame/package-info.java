/// The `frame` commands, and what registers hold in the words that users see.
@NullMarked
package cellwarden.cli.frame;

import org.jspecify.annotations.NullMarked;
