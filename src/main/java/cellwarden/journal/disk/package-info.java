/// The disk beneath the journal: every call that touches a file goes through
/// [cellwarden.journal.disk.Disk].
@NullMarked
package cellwarden.journal.disk;

import org.jspecify.annotations.NullMarked;
