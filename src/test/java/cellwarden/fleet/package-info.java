@NullMarked
package cellwarden.fleet;

import org.jspecify.annotations.NullMarked;
