package cellwarden.battery;

import static cellwarden.battery.Metric.Kind.DATE;
import static cellwarden.battery.Metric.Kind.FLAG;
import static cellwarden.battery.Metric.Kind.NUMBER;
import static cellwarden.battery.Metric.Kind.NUMBERS;
import static cellwarden.battery.Metric.Kind.TEXT;
import static cellwarden.battery.Metric.Kind.TEXTS;
import static java.util.stream.Collectors.toList;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// THE table of published values, in the order of the sample JSON: what each one is. Journal, MQTT,
/// history and tables for people all read it; a new value is one row here and one where registers
/// become values.
///
/// Current and power are positive while charging.
public enum Metric {
  VOLTAGE("Voltage", NUMBER, Quantity.VOLTAGE, 2, Limits.PACK),
  CURRENT("Current", NUMBER, Quantity.CURRENT, 2, Limits.BOARD),
  POWER("Power", NUMBER, Quantity.POWER, 2),
  SOC("State of charge", NUMBER, Quantity.SHARE, 0, Limits.WHOLE),
  REMAINING_CAPACITY("Remaining", NUMBER, Quantity.CHARGE, 2),
  NOMINAL_CAPACITY("Nominal", NUMBER, Quantity.CHARGE, 2),
  CYCLES("Cycles", NUMBER, Quantity.COUNT, 0, true),
  CELLS("Cells", NUMBERS, Quantity.VOLTAGE, 3, Limits.CELL),
  CELL_MIN("Lowest cell", NUMBER, Quantity.VOLTAGE, 3),
  CELL_MAX("Highest cell", NUMBER, Quantity.VOLTAGE, 3),
  CELL_AVG("Average cell", NUMBER, Quantity.VOLTAGE, 4),
  CELL_DELTA("Cell spread", NUMBER, Quantity.VOLTAGE, 3),
  CELL_MIN_NUMBER("Lowest cell number", NUMBER, Quantity.POSITION, 0),
  CELL_MAX_NUMBER("Highest cell number", NUMBER, Quantity.POSITION, 0),
  TEMPERATURES("Temperatures", NUMBERS, Quantity.TEMPERATURE, 1, Limits.PROBE),
  /// Cells that are balanced, numbered from 1.
  BALANCING("Balancing cells", NUMBERS, Quantity.POSITION, 0),
  PROTECTIONS("Protections", TEXTS, Quantity.NONE, 0),
  CHARGE_FET("Charge FET", FLAG, Quantity.NONE, 0),
  DISCHARGE_FET("Discharge FET", FLAG, Quantity.NONE, 0),
  PRODUCTION_DATE("Production date", DATE, Quantity.NONE, 0),
  SOFTWARE_VERSION("Software", TEXT, Quantity.NONE, 0),
  HARDWARE_VERSION("Hardware", TEXT, Quantity.NONE, 0),
  /// Computed from the charge that is left and the capacity; [#SOC] is what the board states.
  SOC_BY_CAPACITY("Charge by capacity", NUMBER, Quantity.SHARE, 2),
  /// The capacity that the board has learned.
  FULL_CHARGE_CAPACITY("Full charge", NUMBER, Quantity.CHARGE, 2),
  BALANCE_CURRENT("Balance current", NUMBER, Quantity.CURRENT, 3, Limits.BOARD),
  /// What the board warns of before a protection acts.
  WARNINGS("Warnings", TEXTS, Quantity.NONE, 0),
  CURRENT_LIMITER("Current limiter", FLAG, Quantity.NONE, 0),
  HEATING("Heating", FLAG, Quantity.NONE, 0),
  /// What people call the battery, where the configuration says it.
  DISPLAY_NAME("Name", TEXT, Quantity.NONE, 0),
  ENERGY_CHARGED("Energy charged", NUMBER, Quantity.ENERGY, 1, true),
  ENERGY_DISCHARGED("Energy discharged", NUMBER, Quantity.ENERGY, 1, true),
  CHARGE_IN("Charge in", NUMBER, Quantity.CHARGE, 2, true),
  CHARGE_OUT("Charge out", NUMBER, Quantity.CHARGE, 2, true),
  /// The time that the four counters before it were counted in.
  ENERGY_COVERED("Time counted", NUMBER, Quantity.DURATION, 0, true),
  /// The charge that is left at the voltage of now.
  STORED_ENERGY("Stored energy", NUMBER, Quantity.ENERGY, 1),
  /// Never negative, as [#DISCHARGE_POWER].
  CHARGE_POWER("Charge power", NUMBER, Quantity.POWER, 2),
  DISCHARGE_POWER("Discharge power", NUMBER, Quantity.POWER, 2),
  /// From the smoothed current; unknown while it does not discharge.
  TIME_TO_EMPTY("Time to empty", NUMBER, Quantity.DURATION, 0),
  /// From the smoothed current; unknown while it does not charge.
  TIME_TO_FULL("Time to full", NUMBER, Quantity.DURATION, 0),
  /// Since the board last stated 100 % while nothing was drawn; unknown where no journal knows.
  TIME_SINCE_FULL_CHARGE("Since full charge", NUMBER, Quantity.DURATION, 0);

  /// What is counted from sample to sample; only a service that journals has it.
  public static final List<Metric> COUNTERS =
      List.of(ENERGY_CHARGED, ENERGY_DISCHARGED, CHARGE_IN, CHARGE_OUT, ENERGY_COVERED);

  /// What follows from the readings, null where it cannot be known; samples of older journals have
  /// none.
  public static final List<Metric> DERIVED =
      List.of(
          STORED_ENERGY,
          CHARGE_POWER,
          DISCHARGE_POWER,
          TIME_TO_EMPTY,
          TIME_TO_FULL,
          TIME_SINCE_FULL_CHARGE);

  /// What only some boards or configurations say.
  private static final List<Metric> OF_SOME =
      List.of(
          SOC_BY_CAPACITY,
          FULL_CHARGE_CAPACITY,
          BALANCE_CURRENT,
          WARNINGS,
          CURRENT_LIMITER,
          HEATING,
          DISPLAY_NAME);

  /// The type of a value in Java, and so in JSON.
  public enum Kind {
    /// A [Double] or an [Integer].
    NUMBER,
    /// A list of numbers.
    NUMBERS,
    /// A [Boolean].
    FLAG,
    /// A [String].
    TEXT,
    /// A list of texts.
    TEXTS,
    /// A [java.time.LocalDate].
    DATE
  }

  /// What a number measures, and so its unit.
  public enum Quantity {
    VOLTAGE("V"),
    CURRENT("A"),
    POWER("W"),
    ENERGY("Wh"),
    CHARGE("Ah"),
    TEMPERATURE("°C"),
    SHARE("%"),
    DURATION("s"),
    /// How many.
    COUNT(""),
    /// Which one, from 1.
    POSITION(""),
    /// Of what is no number.
    NONE("");

    private final String unit;

    Quantity(String unit) {
      this.unit = unit;
    }

    /// The unit as it is written after the number; empty where there is none.
    public String unit() {
      return unit;
    }
  }

  /// What can be true of a number: beyond it is no measurement, but a broken probe, wire or board.
  /// All are in the metric's unit, and both ends can be true.
  private enum Limits {
    /// No board states anything else.
    NONE(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
    /// The front ends of these boards measure a cell from 0 to 5 V (BQ769x0). 0 is a broken cell or
    /// wire, which is worth knowing.
    CELL(0, 5),
    /// As many cells as the balance bits can name, 32, of 5 V.
    PACK(0, 160),
    /// Twice what the largest boards carry, 500 A.
    BOARD(-1000, 1000),
    /// A share of a whole.
    WHOLE(0, 100),
    /// Thermistors of 10 kΩ (103AT) measure from -50 to 110 °C, other types up to 150 °C. An open
    /// or a shorted one gives -273.1 °C or thousands.
    PROBE(-50, 150);

    private final double least;
    private final double greatest;

    Limits(double least, double greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    boolean include(@Nullable Object value) {
      return value instanceof Number number
          && number.doubleValue() >= least
          && number.doubleValue() <= greatest;
    }
  }

  private final String key;
  private final String label;
  private final Kind kind;
  private final Quantity quantity;
  private final int digits;
  private final Limits limits;
  private final boolean total;

  Metric(String label, Kind kind, Quantity quantity, int digits) {
    this(label, kind, quantity, digits, Limits.NONE, false);
  }

  Metric(String label, Kind kind, Quantity quantity, int digits, Limits limits) {
    this(label, kind, quantity, digits, limits, false);
  }

  Metric(String label, Kind kind, Quantity quantity, int digits, boolean total) {
    this(label, kind, quantity, digits, Limits.NONE, total);
  }

  Metric(String label, Kind kind, Quantity quantity, int digits, Limits limits, boolean total) {
    this.key = name().toLowerCase(Locale.ROOT);
    this.label = label;
    this.kind = kind;
    this.quantity = quantity;
    this.digits = digits;
    this.limits = limits;
    this.total = total;
  }

  /// The one with this key.
  public static Optional<Metric> find(String key) {
    return Stream.of(values()).filter(metric -> metric.key.equals(key)).findFirst();
  }

  /// Its name in the sample JSON and everywhere else, such as `cell_min`; never renamed once
  /// published.
  public String key() {
    return key;
  }

  /// Its name for a person.
  public String label() {
    return label;
  }

  public Kind kind() {
    return kind;
  }

  public Quantity quantity() {
    return quantity;
  }

  /// The unit of its quantity.
  public String unit() {
    return quantity.unit();
  }

  /// Decimals that a table for people shows; 0 for what has none.
  public int digits() {
    return digits;
  }

  /// Whether it only ever grows; otherwise it states how things are.
  public boolean isTotal() {
    return total;
  }

  /// Whether every board says it.
  boolean isRead() {
    return !isOfSome() && !COUNTERS.contains(this) && !DERIVED.contains(this);
  }

  /// Whether only some boards or configurations say it: it is left out of the samples of others.
  public boolean isOfSome() {
    return OF_SOME.contains(this);
  }

  /// Whether a value can be true: a number, or each of a list, is within what is physically
  /// possible. Of what is no number everything can be.
  public boolean canBe(Object value) {
    return switch (kind) {
      case NUMBER -> limits.include(value);
      case NUMBERS -> value instanceof List<?> items && items.stream().allMatch(limits::include);
      case FLAG, TEXT, TEXTS, DATE -> true;
    };
  }

  /// Whether a number, or one of a list, is within what is physically possible.
  public boolean includes(double number) {
    return limits.include(number);
  }

  /// Whether an item that cannot be is published as null, so that the others are in no doubt.
  public boolean marksItems() {
    return limits == Limits.PROBE;
  }

  /// A value as it is published: a probe that measures nothing is unknown, so its item is null.
  /// Everything else stays, since others follow from it; [Sample#suspect] says what cannot be.
  Object published(Object value) {
    return marksItems() && value instanceof List<?> items && !canBe(items)
        ? Collections.unmodifiableList(
            items.stream().map(item -> limits.include(item) ? item : null).collect(toList()))
        : value;
  }

  /// The key of one item of a list of measurements, such as `cell_1`.
  ///
  /// @param number from 1
  public String itemKey(int number) {
    return key.replaceFirst("s$", "") + "_" + number;
  }

  /// What a value is computed from: in doubt where one of these is.
  public Set<Metric> sources() {
    return switch (this) {
      case POWER -> EnumSet.of(VOLTAGE, CURRENT);
      case CELL_MIN, CELL_MAX, CELL_AVG, CELL_DELTA, CELL_MIN_NUMBER, CELL_MAX_NUMBER ->
          EnumSet.of(CELLS);
      default -> EnumSet.noneOf(Metric.class);
    };
  }
}
