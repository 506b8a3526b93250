@NullMarked
package cellwarden.output.delivery;

import org.jspecify.annotations.NullMarked;
