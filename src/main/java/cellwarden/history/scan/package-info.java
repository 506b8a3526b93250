/// Reading the lines of the journal: samples out of millions of lines, on all processors, in the
/// order of writing. Takes the same memory however long the journal is.
@NullMarked
package cellwarden.history.scan;

import org.jspecify.annotations.NullMarked;
