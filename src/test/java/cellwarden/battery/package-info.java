@NullMarked
package cellwarden.battery;

import org.jspecify.annotations.NullMarked;
