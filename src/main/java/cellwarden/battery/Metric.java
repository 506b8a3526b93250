package cellwarden.battery;

import static cellwarden.battery.Metric.Kind.DATE;
import static cellwarden.battery.Metric.Kind.FLAG;
import static cellwarden.battery.Metric.Kind.NUMBER;
import static cellwarden.battery.Metric.Kind.NUMBERS;
import static cellwarden.battery.Metric.Kind.TEXT;
import static cellwarden.battery.Metric.Kind.TEXTS;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// THE table of published values, in the order of the sample JSON: what each one is. Journal, MQTT,
/// history and tables for people all read it; a new value is one row here and one where registers
/// become values.
///
/// Current and power are positive while charging.
public enum Metric {
  VOLTAGE("Voltage", NUMBER, Quantity.VOLTAGE, 2),
  CURRENT("Current", NUMBER, Quantity.CURRENT, 2),
  POWER("Power", NUMBER, Quantity.POWER, 2),
  SOC("State of charge", NUMBER, Quantity.SHARE, 0),
  REMAINING_CAPACITY("Remaining", NUMBER, Quantity.CHARGE, 2),
  NOMINAL_CAPACITY("Nominal", NUMBER, Quantity.CHARGE, 2),
  CYCLES("Cycles", NUMBER, Quantity.COUNT, 0, true),
  CELLS("Cells", NUMBERS, Quantity.VOLTAGE, 3),
  CELL_MIN("Lowest cell", NUMBER, Quantity.VOLTAGE, 3),
  CELL_MAX("Highest cell", NUMBER, Quantity.VOLTAGE, 3),
  CELL_AVG("Average cell", NUMBER, Quantity.VOLTAGE, 4),
  CELL_DELTA("Cell spread", NUMBER, Quantity.VOLTAGE, 3),
  CELL_MIN_NUMBER("Lowest cell number", NUMBER, Quantity.POSITION, 0),
  CELL_MAX_NUMBER("Highest cell number", NUMBER, Quantity.POSITION, 0),
  TEMPERATURES("Temperatures", NUMBERS, Quantity.TEMPERATURE, 1),
  /// Cells that are balanced, numbered from 1.
  BALANCING("Balancing cells", NUMBERS, Quantity.POSITION, 0),
  PROTECTIONS("Protections", TEXTS, Quantity.NONE, 0),
  CHARGE_FET("Charge FET", FLAG, Quantity.NONE, 0),
  DISCHARGE_FET("Discharge FET", FLAG, Quantity.NONE, 0),
  PRODUCTION_DATE("Production date", DATE, Quantity.NONE, 0),
  SOFTWARE_VERSION("Software", TEXT, Quantity.NONE, 0),
  HARDWARE_VERSION("Hardware", TEXT, Quantity.NONE, 0),
  ENERGY_CHARGED("Energy charged", NUMBER, Quantity.ENERGY, 1, true),
  ENERGY_DISCHARGED("Energy discharged", NUMBER, Quantity.ENERGY, 1, true),
  CHARGE_IN("Charge in", NUMBER, Quantity.CHARGE, 2, true),
  CHARGE_OUT("Charge out", NUMBER, Quantity.CHARGE, 2, true),
  /// The time that the four counters before it were counted in.
  ENERGY_COVERED("Time counted", NUMBER, Quantity.DURATION, 0, true);

  /// What is counted from sample to sample; only a service that journals has it.
  public static final List<Metric> COUNTERS =
      List.of(ENERGY_CHARGED, ENERGY_DISCHARGED, CHARGE_IN, CHARGE_OUT, ENERGY_COVERED);

  /// What is read from the device, or follows from what was read.
  static final List<Metric> READ =
      Stream.of(values()).filter(metric -> !COUNTERS.contains(metric)).toList();

  /// Everything, in order.
  static final List<Metric> ALL = List.of(values());

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

  private final String key;
  private final String label;
  private final Kind kind;
  private final Quantity quantity;
  private final int digits;
  private final boolean total;

  Metric(String label, Kind kind, Quantity quantity, int digits) {
    this(label, kind, quantity, digits, false);
  }

  Metric(String label, Kind kind, Quantity quantity, int digits, boolean total) {
    this.key = name().toLowerCase(Locale.ROOT);
    this.label = label;
    this.kind = kind;
    this.quantity = quantity;
    this.digits = digits;
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
}
