package cellwarden.simulator;

import cellwarden.transport.SimAddress;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Which battery to simulate.
///
/// @param cells in series, 1 to 32
/// @param ntcs temperature probes, 0 to 8
/// @param capacity nominal, Ah
/// @param soc state of charge at the start, %, 0 to 100
/// @param seed decides about everything random
/// @param speed how many times faster than real time the battery lives
/// @param extension whether register 03 has the trailing block of newer firmware
/// @param tenfold whether the board counts in tenths although its capacity does not need them
/// @param current constant, A, positive while charging; empty for a house with solar panels
/// @param ambient constant, °C; empty for a garage over the day
public record SimulatorOptions(
    int cells,
    int ntcs,
    double capacity,
    double soc,
    long seed,
    double speed,
    boolean extension,
    boolean tenfold,
    FaultPlan faults,
    OptionalDouble current,
    OptionalDouble ambient) {

  /// What `sim:` without anything means.
  public static final SimulatorOptions DEFAULT = parse(new SimAddress("", new TreeMap<>()));

  /// Reads the spec (`4s`, `16s`) and the options of an address.
  ///
  /// @throws IllegalArgumentException with one sentence that says what is wrong and what is known
  public static SimulatorOptions parse(SimAddress address) {
    OptionReader in = new OptionReader(address);
    in.allowOnlyKnown();
    return new SimulatorOptions(
        in.cells(),
        (int) in.whole(SimulatorOption.NTC, 3, 0, 8),
        in.number(SimulatorOption.CAPACITY, 1, 6000).orElse(100),
        in.number(SimulatorOption.SOC, 0, 100).orElse(80),
        in.whole(SimulatorOption.SEED, 1, Long.MIN_VALUE, Long.MAX_VALUE),
        in.number(SimulatorOption.SPEED, 1, 100_000).orElse(1),
        in.flag(SimulatorOption.EXTENSION),
        in.flag(SimulatorOption.TENFOLD),
        in.faults(),
        in.number(SimulatorOption.CURRENT, -3000, 3000),
        in.number(SimulatorOption.AMBIENT, -40, 80));
  }
}
