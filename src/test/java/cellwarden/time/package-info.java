@NullMarked
package cellwarden.time;

import org.jspecify.annotations.NullMarked;
