@NullMarked
package cellwarden.journal.disk;

import org.jspecify.annotations.NullMarked;
