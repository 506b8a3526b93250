/// The `doctor` command: walks from the adapter to the journal, and says why something is silent.
@NullMarked
package cellwarden.cli.doctor;

import org.jspecify.annotations.NullMarked;
