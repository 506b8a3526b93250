/// Tests of the formats, letter by letter.
@NullMarked
package cellwarden.journal.history.format;

import org.jspecify.annotations.NullMarked;
