/// What the samples of the journal come to, slot by slot, and the summaries beside rotated segments
/// that keep it.
///
/// Everything is kept in whole numbers, so that it comes to the same in whatever pieces it is added
/// up.
@NullMarked
package cellwarden.history.summary;

import org.jspecify.annotations.NullMarked;
