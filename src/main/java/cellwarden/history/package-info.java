/// Asking the journal what was: samples of a time, or the least, mean, greatest and last value of
/// each hour or day, and the energy that went in and out.
///
/// Everything is worked out from the lines of the journal. The index beside it holds what was
/// worked out before, hour by hour, and is brought up to date by whoever asks; a query that it
/// cannot answer reads the journal itself, by the same way and to the same figures.
@NullMarked
package cellwarden.history;

import org.jspecify.annotations.NullMarked;
