/// A JBD BMS in software: the main test double, a command of its own, and the demo.
///
/// An [cellwarden.simulator.AnswerSource] answers requests, from a battery of
/// [cellwarden.simulator.model] or from recorded answers. A [cellwarden.simulator.SimulatedBms]
/// puts the link with its faults around it and is reached in process
/// ([cellwarden.simulator.SimulatorTransport]) or over TCP
/// ([cellwarden.simulator.SimulatorServer]).
///
/// Everything is determined by the seed and by the time that is handed in; nothing here reads a
/// clock of its own unless it is asked for the system's.
@NullMarked
package cellwarden.simulator;

import org.jspecify.annotations.NullMarked;
