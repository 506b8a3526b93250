package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Register 03, basic info: pack values, protections, FETs and temperatures (vendor V4 and V11).
///
/// @param voltage pack voltage, V, 0 to 655.35
/// @param current A, positive while charging
/// @param remainingCapacity Ah; unsigned, since packs above 327.67 Ah exist
/// @param nominalCapacity design capacity, Ah
/// @param productionDate empty where the device holds no valid date
/// @param balanceBits bit 0 is cell 1, bit 31 cell 32
/// @param protectionBits see [Protection]; unknown bits stay in it
/// @param softwareVersionRaw the byte that [#softwareVersion] reads
/// @param soc state of charge as the BMS states it, %; never computed from Ah, since the two do not
///   match
/// @param fetBits bit 0 charge FET conducts, bit 1 discharge FET conducts, bit 2 current limiter
///   on, bit 3 heating on, bit 7 tenfold units (V11; no known capture shows it there)
/// @param ntcCount temperature probes that the device announces
/// @param temperatures °C, one for each probe that the payload has room for
/// @param extension what newer firmware adds after the temperatures
/// @param trailing bytes that no document explains, see [#tail]; kept, never an error
public record BasicInfo(
    double voltage,
    double current,
    double remainingCapacity,
    double nominalCapacity,
    int cycles,
    Optional<LocalDate> productionDate,
    int balanceBits,
    int protectionBits,
    int softwareVersionRaw,
    int soc,
    int fetBits,
    int cellCount,
    int ntcCount,
    List<Double> temperatures,
    Optional<BasicInfoExtension> extension,
    Payload trailing)
    implements RegisterValue {

  /// Reads the register as the device's own unit flag says.
  public static final Register<BasicInfo> REGISTER = register(TenfoldUnits.AUTO);

  private static final int MINIMUM_LENGTH = 23;
  private static final int CHARGE_FET = 1;
  private static final int DISCHARGE_FET = 1 << 1;
  private static final int CURRENT_LIMITER = 1 << 2;
  private static final int HEATING = 1 << 3;
  private static final int TENFOLD = 1 << 7;
  private static final int WORD = 16;

  public BasicInfo {
    temperatures = List.copyOf(temperatures);
  }

  /// The register, with an override of the device's unit flag.
  public static Register<BasicInfo> register(TenfoldUnits units) {
    return new Register<>(0x03, "basic info", payload -> decode(payload, units));
  }

  private static BasicInfo decode(Payload payload, TenfoldUnits units)
      throws MalformedPayloadException {
    PayloadReader in = new PayloadReader(payload);
    in.require(MINIMUM_LENGTH, "basic info");
    int voltage = in.u16();
    int current = in.s16();
    int remaining = in.u16();
    int nominal = in.u16();
    int cycles = in.u16();
    Optional<LocalDate> productionDate = in.date();
    int balanceBits = in.u16() | in.u16() << WORD;
    int protectionBits = in.u16();
    int softwareVersion = in.u8();
    int soc = in.u8();
    int fetBits = in.u8();
    int cellCount = in.u8();
    int ntcCount = in.u8();
    List<Double> temperatures = temperatures(in, ntcCount);
    double divisor =
        units.capacityDivisor((fetBits & TENFOLD) != 0 || BasicInfoExtension.isTenfold(in));
    return new BasicInfo(
        voltage / 100.0,
        current / divisor,
        remaining / divisor,
        nominal / divisor,
        cycles,
        productionDate,
        balanceBits,
        protectionBits,
        softwareVersion,
        soc,
        fetBits,
        cellCount,
        ntcCount,
        temperatures,
        BasicInfoExtension.decode(in, divisor),
        in.rest());
  }

  /// Some boards announce more probes than they send: what is there counts.
  private static List<Double> temperatures(PayloadReader in, int announced) {
    List<Double> temperatures = new ArrayList<>(announced);
    while (temperatures.size() < announced && in.remaining() >= 2) {
      temperatures.add(in.celsius());
    }
    return temperatures;
  }

  /// The payload that a device with these values sends, in the units that its own flag states.
  ///
  /// @throws IllegalArgumentException if a value does not fit its field
  public Payload encode() {
    double perUnit = TenfoldUnits.AUTO.capacityDivisor(tenfoldUnits());
    PayloadWriter out =
        new PayloadWriter()
            .u16(Math.round(voltage * 100.0))
            .s16(Math.round(current * perUnit))
            .u16(Math.round(remainingCapacity * perUnit))
            .u16(Math.round(nominalCapacity * perUnit))
            .u16(cycles)
            .date(productionDate)
            .u16(balanceBits & 0xFFFF)
            .u16(balanceBits >>> WORD)
            .u16(protectionBits)
            .u8(softwareVersionRaw)
            .u8(soc)
            .u8(fetBits)
            .u8(cellCount)
            .u8(ntcCount);
    temperatures.forEach(out::celsius);
    extension.ifPresent(block -> block.encode(out, perUnit));
    return out.append(trailing).toPayload();
  }

  /// Voltage times current, W, rounded to 0.01; positive while charging.
  public double power() {
    return BigDecimal.valueOf(voltage)
        .multiply(BigDecimal.valueOf(current))
        .setScale(2, RoundingMode.HALF_UP)
        .doubleValue();
  }

  /// The FET byte of a board in this state.
  ///
  /// @param tenfold current and capacities are sent in tenths, and this byte says so
  public static int fetBits(boolean charge, boolean discharge, boolean tenfold) {
    return (charge ? CHARGE_FET : 0) | (discharge ? DISCHARGE_FET : 0) | (tenfold ? TENFOLD : 0);
  }

  /// The bits of cells that are numbered from 1.
  public static int balanceBits(Collection<Integer> cells) {
    return cells.stream().mapToInt(cell -> 1 << (cell - 1)).reduce(0, (bits, bit) -> bits | bit);
  }

  public boolean chargeFet() {
    return (fetBits & CHARGE_FET) != 0;
  }

  public boolean dischargeFet() {
    return (fetBits & DISCHARGE_FET) != 0;
  }

  /// Whether the current limiter works (V11).
  public Optional<Boolean> currentLimiter() {
    return newerState(CURRENT_LIMITER);
  }

  /// Whether the heater is on (V11).
  public Optional<Boolean> heating() {
    return newerState(HEATING);
  }

  /// Empty where the bit is not set by a board that may not know it: one without the newer block,
  /// or with state bits of its own in it.
  private Optional<Boolean> newerState(int bit) {
    boolean set = (fetBits & bit) != 0;
    boolean knows = extension.filter(block -> block.humidity().isPresent()).isPresent();
    return set || knows ? Optional.of(set) : Optional.empty();
  }

  /// The learned capacity, Ah; empty where the device does not say.
  public OptionalDouble fullChargeCapacity() {
    double learned = extension.map(BasicInfoExtension::fullChargeCapacity).orElse(0.0);
    return learned > 0 ? OptionalDouble.of(learned) : OptionalDouble.empty();
  }

  /// The remaining capacity as a share of the learned one, or of the nominal one where the device
  /// does not say what it has learned: %, rounded to 0.01. May be above 100 where the battery holds
  /// more; empty where the capacity is 0.
  public OptionalDouble socByCapacity() {
    double whole = fullChargeCapacity().orElse(nominalCapacity);
    return whole > 0
        ? OptionalDouble.of(Math.round(remainingCapacity / whole * 10_000) / 100.0)
        : OptionalDouble.empty();
  }

  /// Whether the device says that its capacities and its current are in tenths instead of
  /// hundredths, in the FET byte or in the byte that follows the temperatures.
  public boolean tenfoldUnits() {
    return (fetBits & TENFOLD) != 0
        || extension.map(BasicInfoExtension::tenfoldUnits).orElse(false);
  }

  /// What is known about the trailing bytes; empty where they are not those of a known kind of
  /// board.
  public Optional<BasicInfoExtension.Tail> tail() {
    return extension.isPresent() ? BasicInfoExtension.Tail.of(trailing) : Optional.empty();
  }

  /// The protections in force.
  public Set<Protection> protections() {
    return Protection.ofBits(protectionBits);
  }

  /// Cells being balanced, numbered from 1. Bits beyond the cell count are left to the raw bits.
  public List<Integer> balancing() {
    List<Integer> cells = new ArrayList<>();
    for (int cell = 1; cell <= Math.min(cellCount, Integer.SIZE); cell++) {
      if ((balanceBits >>> (cell - 1) & 1) != 0) {
        cells.add(cell);
      }
    }
    return List.copyOf(cells);
  }

  /// High nibble, dot, low nibble as a hexadecimal digit, as the vendor's app shows it: 0x2A is
  /// `2.a`.
  public String softwareVersion() {
    return Integer.toHexString(softwareVersionRaw >> 4)
        + "."
        + Integer.toHexString(softwareVersionRaw & 0xF);
  }
}
