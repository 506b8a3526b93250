@NullMarked
package cellwarden.energy;

import org.jspecify.annotations.NullMarked;
