/// A JBD BMS in software: the main test double, a command of its own, and the demo.
///
/// A [cellwarden.simulator.SimulatedBattery] is the physics and the board's firmware, seen as
/// values; an [cellwarden.simulator.AnswerSource] answers requests (from that battery, or from
/// recorded answers); a [cellwarden.simulator.SimulatedBms] puts the link with its faults around it
/// and is reached in process ([cellwarden.simulator.SimulatorTransport]) or over TCP
/// ([cellwarden.simulator.SimulatorServer]).
///
/// Everything is determined by the seed and by the time that is handed in; nothing here reads a
/// clock of its own unless it is asked for the system's.
@NullMarked
package cellwarden.simulator;

import org.jspecify.annotations.NullMarked;
