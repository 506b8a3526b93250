/// Writing the journal: one thread has the open file, numbers the samples and holds the lock.
@NullMarked
package cellwarden.journal.write;

import org.jspecify.annotations.NullMarked;
