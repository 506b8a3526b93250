@NullMarked
package cellwarden.fleet.store;

import org.jspecify.annotations.NullMarked;
