@NullMarked
package cellwarden.simulator.model;

import org.jspecify.annotations.NullMarked;
