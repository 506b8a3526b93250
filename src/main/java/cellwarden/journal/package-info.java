/// The journal: every sample and every fault as one line of JSON, written before anyone else sees
/// it.
///
/// It is the write-ahead log of the whole program: what stands here is never lost, and outputs that
/// are late catch up from it by sequence number.
@NullMarked
package cellwarden.journal;

import org.jspecify.annotations.NullMarked;
