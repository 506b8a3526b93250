/// Tests of what the samples come to.
@NullMarked
package cellwarden.history.summary;

import org.jspecify.annotations.NullMarked;
