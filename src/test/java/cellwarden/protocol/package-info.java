/// The wire format held against bytes worked out by hand, in every slicing and among any noise.
@NullMarked
package cellwarden.protocol;

import org.jspecify.annotations.NullMarked;
