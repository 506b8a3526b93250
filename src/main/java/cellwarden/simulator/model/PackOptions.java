package cellwarden.simulator.model;

import java.util.OptionalDouble;

/// Which pack to simulate.
///
/// @param cells in series, 1 to 32
/// @param ntcs temperature probes, 0 to 8
/// @param capacity nominal, Ah
/// @param soc state of charge at the start, %, 0 to 100
/// @param seed decides about everything random
/// @param extension whether register 03 has the trailing block of newer firmware
/// @param tenfold whether the board counts in tenths although its capacity does not need them
/// @param current constant, A, positive while charging; empty for a house with solar panels
/// @param ambient constant, °C; empty for a garage over the day
public record PackOptions(
    int cells,
    int ntcs,
    double capacity,
    double soc,
    long seed,
    boolean extension,
    boolean tenfold,
    OptionalDouble current,
    OptionalDouble ambient) {}
