/// The `doctor` command.
@NullMarked
package cellwarden.cli.doctor;

import org.jspecify.annotations.NullMarked;
