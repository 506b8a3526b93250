/// Tests of asking the journal. Expected figures are worked out by hand; where there are too many,
/// one way of reading is held against the other.
@NullMarked
package cellwarden.history;

import org.jspecify.annotations.NullMarked;
