@NullMarked
package cellwarden.fleet.status;

import org.jspecify.annotations.NullMarked;
