/// `watch`: batteries live in a terminal, from the service that runs or by own polls.
@NullMarked
package cellwarden.cli.watch;

import org.jspecify.annotations.NullMarked;
