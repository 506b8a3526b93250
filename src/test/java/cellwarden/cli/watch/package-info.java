@NullMarked
package cellwarden.cli.watch;

import org.jspecify.annotations.NullMarked;
