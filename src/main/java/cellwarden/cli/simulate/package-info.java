/// The `simulate` command: a BMS for others to connect to, or the journal that it would have left.
@NullMarked
package cellwarden.cli.simulate;

import org.jspecify.annotations.NullMarked;
