package cellwarden.simulator.model;

import cellwarden.protocol.Payload;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.BasicInfoExtension;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.ConfigurationRegister;
import cellwarden.protocol.register.ConfigurationValue;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.FetControl;
import cellwarden.protocol.register.HardwareVersion;
import cellwarden.protocol.register.Protection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
  private static final LocalDate PRODUCED = LocalDate.of(2023, 5, 17);
  private static final int SOFTWARE_VERSION = 0x21;
  private static final int HUMIDITY = 50;
  private static final String REMAINING = "set_remaining_capacity";

  /// Counted by the gauge, so that registers 03 and 17 say the same.
  private static final ConfigurationRegister CYCLES = ConfigurationRegister.named("cycle_count");

  private static final ConfigurationRegister DESIGN_CAPACITY =
      ConfigurationRegister.named("design_capacity");

  private static final String PRODUCTION_DATE = "manufacture_date";

  /// Below this share of the capacity in A, a high voltage means a full pack.
  private static final double TAIL_CURRENT = 0.05;

  /// Above these a board needs the tenfold units.
  private static final double LARGEST_CAPACITY = 655.35;

  private static final double LARGEST_CURRENT = 327.67;

  private final PackOptions options;
  private final CurrentProfile profile;
  private final CellStack cells;
  private final Thermals thermals;
  private final FuelGauge gauge;
  private final BoardSettings settings;
  private final ProtectionTable protections = new ProtectionTable();
  private CellStack.BalanceRule balanceRule;
  private double fullCellVoltage;

  /// Ah, as register 03 states it.
  private double nominal;

  private FetControl command = new FetControl(false, false);
  private Instant now;
  private Measurement measured;

  private SimulatedBattery(PackOptions options, CurrentProfile profile, Instant start) {
    Random random = new Random(options.seed());
    double soc = options.soc() / 100.0;
    this.options = options;
    this.nominal = options.capacity();
    this.profile = profile;
    this.now = start.minus(STEP);
    this.cells = new CellStack(options.cells(), options.capacity(), soc, random);
    this.thermals = new Thermals(options, start, random);
    this.settings = new BoardSettings(options, PRODUCED);
    double full = cells.capacity();
    this.gauge = new FuelGauge(full, full * soc, random.nextInt(20, 200), 0.8 * options.capacity());
    this.balanceRule = settings.balanceRule();
    this.fullCellVoltage = settings.amount("full_cell_voltage");
    this.measured = Measurement.of(cells.volts(0), 0, thermals.cellProbes());
    protections.limit(settings);
  }

  /// A battery that begins its life at `start`, under a constant current where the options state
  /// one and otherwise in a house with solar panels.
  public static SimulatedBattery of(PackOptions options, Instant start) {
    if (options.current().isEmpty()) {
      return under(new SolarDay(options.capacity(), options.seed()), options, start);
    }
    // No charger that ends, no inverter that stops, so that protections trip.
    double constant = options.current().getAsDouble();
    return under((_, _, _) -> constant, options, start);
  }

  /// A battery under another current than the options state. Its first second is over at `start`,
  /// so that there is a current to measure.
  static SimulatedBattery under(CurrentProfile profile, PackOptions options, Instant start) {
    SimulatedBattery battery = new SimulatedBattery(options, profile, start);
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
    double wanted = profile.amperes(now, cells, gauge.soc());
    double amperes = (wanted > 0 ? chargeFet() : dischargeFet()) ? wanted : 0;
    cells.step(amperes);
    gauge.step(amperes);
    thermals.step(now, amperes, cells.resistance());
    now = now.plus(STEP);
    measured = Measurement.of(cells.volts(amperes), amperes, thermals.cellProbes());
    judge();
    cells.balance(measured, balanceRule, now.getEpochSecond());
  }

  /// What trips, and what the voltages say about the charge, whatever was counted.
  private void judge() {
    Set<Protection> fresh = protections.judge(measured);
    if (fresh.contains(Protection.CELL_UNDERVOLTAGE)
        || fresh.contains(Protection.PACK_UNDERVOLTAGE)) {
      gauge.set(0);
    }
    boolean tapered = Math.abs(measured.amperes()) < TAIL_CURRENT * options.capacity();
    boolean high = measured.pack() >= cells.count() * fullCellVoltage;
    if (fresh.contains(Protection.CELL_OVERVOLTAGE) || (high && tapered)) {
      gauge.set(gauge.full());
    }
  }

  /// Register 03 at the present moment.
  public BasicInfo basicInfo() {
    boolean tenfold = options.tenfold() || options.capacity() > LARGEST_CAPACITY;
    int digits = tenfold ? 1 : 2;
    double limit = tenfold ? LARGEST_CURRENT * 10 : LARGEST_CURRENT;
    List<Double> probes = thermals.probes();
    return new BasicInfo(
        round(cellVoltages().sum(), 2),
        round(Math.clamp(measured.amperes(), -limit, limit), digits),
        round(gauge.remaining(), digits),
        round(nominal, digits),
        gauge.cycles(),
        settings.date(PRODUCTION_DATE),
        BasicInfo.balanceBits(cells.balancing()),
        Protection.bits(inForce()),
        SOFTWARE_VERSION,
        gauge.soc(),
        BasicInfo.fetBits(chargeFet(), dischargeFet(), tenfold && !options.extension()),
        cells.count(),
        probes.size(),
        probes,
        options.extension() ? Optional.of(extension(tenfold, digits)) : Optional.empty(),
        Payload.EMPTY);
  }

  /// A board that sends this block states its units in it, in place of the humidity.
  private BasicInfoExtension extension(boolean tenfold, int digits) {
    return new BasicInfoExtension(
        tenfold ? BasicInfoExtension.TENFOLD_STATE : HUMIDITY,
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

  /// Register AA.
  public ErrorCounts errorCounts() {
    return protections.errorCounts();
  }

  public void clearErrorCounts() {
    protections.clearErrorCounts();
  }

  /// Everything in force, a switch-off by command included.
  private Set<Protection> inForce() {
    Set<Protection> inForce = protections.tripped();
    if (command.chargeOff() || command.dischargeOff()) {
      inForce.add(Protection.MOSFET_SOFTWARE_LOCK);
    }
    return inForce;
  }

  private boolean chargeFet() {
    return !command.chargeOff() && !protections.stopsCharge();
  }

  private boolean dischargeFet() {
    return !command.dischargeOff() && !protections.stopsDischarge();
  }

  /// Switches the FETs by command, which the register then holds.
  public void command(FetControl fets) {
    command = fets;
    settings.write(FetControl.REGISTER, fets.encode());
  }

  /// The data of a configuration register; empty where the board has none with this number.
  public Optional<Payload> setting(int register) {
    return register == CYCLES.number()
        ? Optional.of(CYCLES.encode(new ConfigurationValue.Count(gauge.cycles())))
        : settings.find(register);
  }

  /// Writes a configuration register; what it limits follows at once.
  ///
  /// @return whether the board has such a register and the data fits it
  public boolean configure(int register, Payload data) {
    if (!settings.write(register, data)) {
      return false;
    }
    protections.limit(settings);
    balanceRule = settings.balanceRule();
    fullCellVoltage = settings.amount("full_cell_voltage");
    if (register == ConfigurationRegister.named(REMAINING).number()) {
      gauge.set(settings.amount(REMAINING));
    }
    if (register == DESIGN_CAPACITY.number()) {
      nominal = settings.amount(DESIGN_CAPACITY.name());
    }
    if (register == CYCLES.number()) {
      gauge.setCycles(settings.count(CYCLES.name()));
    }
    return true;
  }

  private static double round(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
