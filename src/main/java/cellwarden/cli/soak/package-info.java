/// The `soak` command: polls very often, and watches what the process holds.
@NullMarked
package cellwarden.cli.soak;

import org.jspecify.annotations.NullMarked;
