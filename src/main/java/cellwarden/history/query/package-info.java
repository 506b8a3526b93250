/// Questions to the journal and their answers: out of summaries where they have it, else out of the
/// lines themselves, to the same figures.
@NullMarked
package cellwarden.history.query;

import org.jspecify.annotations.NullMarked;
