/// The battery that the simulator is: cells, the board's gauge and protections, and the day around
/// it.
///
/// Everything is determined by the seed and by the time that is handed in; nothing here reads a
/// clock.
@NullMarked
package cellwarden.simulator.model;

import org.jspecify.annotations.NullMarked;
