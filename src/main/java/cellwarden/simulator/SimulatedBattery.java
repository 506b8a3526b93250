package cellwarden.simulator;

import cellwarden.protocol.Payload;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.BasicInfoExtension;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.FetControl;
import cellwarden.protocol.register.HardwareVersion;
import cellwarden.protocol.register.Protection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A LiFePO4 pack and the board that watches it, as values.
///
/// It lives in steps of one second from its start, so what it says at a time does not depend on how
/// often it was asked. Not for use by several threads.
public final class SimulatedBattery {

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final double STEP_SECONDS = 1;
  private static final LocalDate PRODUCED = LocalDate.of(2023, 5, 17);
  private static final int SOFTWARE_VERSION = 0x21;
  private static final int HUMIDITY = 50;

  /// Below this share of the capacity in A, a high voltage means a full pack.
  private static final double TAIL_CURRENT = 0.05;

  /// Above these a board needs the tenfold units.
  private static final double LARGEST_CAPACITY = 655.35;

  private static final double LARGEST_CURRENT = 327.67;

  private final SimulatorOptions options;
  private final CurrentProfile profile;
  private final Climate climate;
  private final CellStack cells;
  private final Thermals thermals;
  private final FuelGauge gauge;
  private final Settings settings;
  private final Protector protector;
  private final TripCounter trips = new TripCounter();
  private BalanceRule balanceRule;
  private double fullCellVoltage;
  private FetControl command = new FetControl(false, false);
  private Instant now;
  private Measurement measured;

  private SimulatedBattery(
      SimulatorOptions options, CurrentProfile profile, Instant start, Random random) {
    double capacity = options.capacity();
    double soc = options.soc() / 100.0;
    this.options = options;
    this.profile = profile;
    this.now = start.minus(STEP);
    this.climate =
        options.ambient().isPresent()
            ? Climate.steady(options.ambient().getAsDouble())
            : Climate.garage();
    this.cells = CellStack.sample(options.cells(), capacity, soc, random);
    this.thermals = new Thermals(options.ntcs(), climate.at(start), random);
    this.settings = Settings.delivered(options.cells(), options.ntcs(), capacity, PRODUCED);
    double full = cells.capacity();
    this.gauge = new FuelGauge(full, full * soc, random.nextInt(20, 200), 0.8 * capacity);
    this.protector = new Protector(Guard.of(settings));
    this.balanceRule = settings.balanceRule();
    this.fullCellVoltage = settings.quantity("full_cell_voltage");
    this.measured = Measurement.of(cells.volts(0), 0, thermals.cellProbes());
  }

  /// A battery that begins its life at `start`, under the current that the options state.
  public static SimulatedBattery of(SimulatorOptions options, Instant start) {
    return under(CurrentProfile.of(options), options, start);
  }

  /// A battery under another current than the options state. Its first second is over at `start`,
  /// so that there is a current to measure.
  static SimulatedBattery under(CurrentProfile profile, SimulatorOptions options, Instant start) {
    SimulatedBattery battery =
        new SimulatedBattery(options, profile, start, new Random(options.seed()));
    battery.advanceTo(start);
    return battery;
  }

  /// Lets time pass until less than a second is left; a time before the present changes nothing.
  public void advanceTo(Instant time) {
    while (!now.plus(STEP).isAfter(time)) {
      step();
    }
  }

  private void step() {
    double capacity = options.capacity();
    double amperes = throughFets(profile.amperes(now, cells, gauge.soc()));
    cells.step(amperes, STEP_SECONDS);
    gauge.step(amperes, STEP_SECONDS);
    double heat = amperes * amperes * cells.resistance();
    thermals.step(climate.at(now), amperes / capacity, heat, capacity, STEP_SECONDS);
    now = now.plus(STEP);
    measured = Measurement.of(cells.volts(amperes), amperes, thermals.cellProbes());
    judge();
    cells.balance(measured, balanceRule, now.getEpochSecond());
  }

  private double throughFets(double wanted) {
    boolean conducts = wanted > 0 ? chargeFet() : dischargeFet();
    return conducts ? wanted : 0;
  }

  private void judge() {
    Set<Protection> fresh = protector.step(measured);
    trips.count(fresh);
    if (fresh.contains(Protection.CELL_UNDERVOLTAGE)
        || fresh.contains(Protection.PACK_UNDERVOLTAGE)) {
      gauge.isEmpty();
    }
    boolean tapered = Math.abs(measured.amperes()) < TAIL_CURRENT * options.capacity();
    boolean high = measured.pack() >= cells.count() * fullCellVoltage;
    if (fresh.contains(Protection.CELL_OVERVOLTAGE) || (high && tapered)) {
      gauge.isFull();
    }
  }

  /// Register 03 at the present moment.
  public BasicInfo basicInfo() {
    boolean tenfold = tenfold();
    int digits = tenfold ? 1 : 2;
    double limit = tenfold ? LARGEST_CURRENT * 10 : LARGEST_CURRENT;
    List<Double> probes = thermals.probes();
    return new BasicInfo(
        round(cellVoltages().sum(), 2),
        round(Math.clamp(measured.amperes(), -limit, limit), digits),
        round(gauge.remaining(), digits),
        round(options.capacity(), digits),
        gauge.cycles(),
        Optional.of(PRODUCED),
        BasicInfo.balanceBits(cells.balancing()),
        Protection.bits(protections()),
        SOFTWARE_VERSION,
        gauge.soc(),
        BasicInfo.fetBits(chargeFet(), dischargeFet(), tenfold && !options.extension()),
        cells.count(),
        probes.size(),
        probes,
        options.extension() ? Optional.of(extension(digits)) : Optional.empty(),
        Payload.EMPTY);
  }

  private boolean tenfold() {
    return options.tenfold() || options.capacity() > LARGEST_CAPACITY;
  }

  /// A board that sends this block states its units in it, in place of the humidity.
  private BasicInfoExtension extension(int digits) {
    return new BasicInfoExtension(
        tenfold() ? BasicInfoExtension.TENFOLD_STATE : HUMIDITY,
        0,
        round(gauge.full(), digits),
        round(gauge.remaining(), digits),
        round(cells.balanceCurrent(), 3));
  }

  /// Register 04 at the present moment.
  public CellVoltages cellVoltages() {
    return new CellVoltages(
        measured.cells().stream().map(volts -> (int) Math.round(volts * 1000)).toList());
  }

  /// Register 05.
  public HardwareVersion hardwareVersion() {
    return new HardwareVersion(
        "JBD-SIM%02dS-L%dS-%dAH"
            .formatted(cells.count(), cells.count(), Math.round(options.capacity())));
  }

  /// Register AA: twelve counters from boards that send the trailing block, eleven from older ones.
  public ErrorCounts errorCounts() {
    return trips.errorCounts(options.extension());
  }

  /// Everything in force, a switch-off by command included.
  private Set<Protection> protections() {
    Set<Protection> protections = EnumSet.noneOf(Protection.class);
    protections.addAll(protector.tripped());
    if (command.chargeOff() || command.dischargeOff()) {
      protections.add(Protection.MOSFET_SOFTWARE_LOCK);
    }
    return protections;
  }

  private boolean chargeFet() {
    return !command.chargeOff() && !protector.stopsCharge();
  }

  private boolean dischargeFet() {
    return !command.dischargeOff() && !protector.stopsDischarge();
  }

  /// Switches the FETs by command.
  void command(FetControl fets) {
    command = fets;
  }

  void clearErrorCounts() {
    trips.clear();
  }

  /// The data of a configuration register; empty where the board has none with this number.
  Optional<Payload> setting(int register) {
    return settings.find(register);
  }

  /// Writes a configuration register; what it limits follows at once.
  ///
  /// @return whether the board has such a register and the data fits it
  boolean configure(int register, Payload data) {
    if (!settings.write(register, data)) {
      return false;
    }
    protector.limits(Guard.of(settings));
    balanceRule = settings.balanceRule();
    fullCellVoltage = settings.quantity("full_cell_voltage");
    if (register == Settings.numberOf("set_remaining_capacity")) {
      gauge.set(settings.quantity("set_remaining_capacity"));
    }
    return true;
  }

  private static double round(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
