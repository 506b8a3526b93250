@NullMarked
package cellwarden.journal;

import org.jspecify.annotations.NullMarked;
