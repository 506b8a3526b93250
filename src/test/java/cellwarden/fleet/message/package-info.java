@NullMarked
package cellwarden.fleet.message;

import org.jspecify.annotations.NullMarked;
