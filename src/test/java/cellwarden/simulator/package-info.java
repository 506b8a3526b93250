@NullMarked
package cellwarden.simulator;

import org.jspecify.annotations.NullMarked;
