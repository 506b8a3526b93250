/// The journal's files as they lie on the disk: their names and order, and their lines.
@NullMarked
package cellwarden.journal.files;

import org.jspecify.annotations.NullMarked;
