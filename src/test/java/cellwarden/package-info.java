/// What holds for the whole program.
@NullMarked
package cellwarden;

import org.jspecify.annotations.NullMarked;
