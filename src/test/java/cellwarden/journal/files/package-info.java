@NullMarked
package cellwarden.journal.files;

import org.jspecify.annotations.NullMarked;
