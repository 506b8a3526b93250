/// Tests of reading samples out of lines.
@NullMarked
package cellwarden.history.scan;

import org.jspecify.annotations.NullMarked;
