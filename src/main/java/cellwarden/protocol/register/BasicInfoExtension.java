package cellwarden.protocol.register;

import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The nine bytes that newer firmware sends in register 03 after the temperatures.
///
/// @param humidityOrState relative humidity, %, 0 to 100; above that state bits of a board for
///   large currents: bit 7 tenfold units, bit 3 seen set together with it
/// @param alarmBits what [#warnings()] names
/// @param fullChargeCapacity learned capacity, Ah
/// @param remainingCapacity the remaining capacity once more, Ah
/// @param balanceCurrent A; not subject to the tenfold units. Signed: V11 calls the word unsigned,
///   but a board that balances with -120 mA would then balance with 65 A, which no board can, and
///   that board's own app reads it signed
public record BasicInfoExtension(
    int humidityOrState,
    int alarmBits,
    double fullChargeCapacity,
    double remainingCapacity,
    double balanceCurrent) {

  /// The state bits of a board with tenfold units, as a battery of 628 Ah sends them.
  public static final int TENFOLD_STATE = 0x88;

  /// The alarm bits from bit 0 (vendor V11).
  private static final List<String> WARNINGS =
      List.of(
          "cell_voltage_high",
          "cell_voltage_low",
          "pack_voltage_high",
          "pack_voltage_low",
          "charge_temperature_high",
          "charge_temperature_low",
          "discharge_temperature_high",
          "discharge_temperature_low",
          "charge_current_high",
          "discharge_current_high",
          "cell_spread_high",
          "capacity_low");

  private static final int LENGTH = 9;
  private static final int TENFOLD = 1 << 7;
  private static final int HIGHEST_HUMIDITY = 100;

  /// Whether the block that comes next says so. What is shorter is no such block, and says nothing.
  static boolean isTenfold(PayloadReader in) {
    return in.remaining() >= LENGTH && isTenfold(in.peek());
  }

  private static boolean isTenfold(int humidityOrState) {
    return (humidityOrState & TENFOLD) != 0;
  }

  static Optional<BasicInfoExtension> decode(PayloadReader in, double capacityDivisor) {
    if (in.remaining() < LENGTH) {
      return Optional.empty();
    }
    int humidityOrState = in.u8();
    int alarmBits = in.u16();
    int fullCharge = in.u16();
    int remaining = in.u16();
    int balanceCurrent = in.s16();
    return Optional.of(
        new BasicInfoExtension(
            humidityOrState,
            alarmBits,
            fullCharge / capacityDivisor,
            remaining / capacityDivisor,
            balanceCurrent / 1000.0));
  }

  void encode(PayloadWriter out, double capacityDivisor) {
    out.u8(humidityOrState)
        .u16(alarmBits)
        .u16(Math.round(fullChargeCapacity * capacityDivisor))
        .u16(Math.round(remainingCapacity * capacityDivisor))
        .s16(Math.round(balanceCurrent * 1000.0));
  }

  /// What the board warns of before a protection acts, by name. Boards set bits, too, that no
  /// document explains: `reserved_12` and so on.
  public List<String> warnings() {
    return IntStream.range(0, Short.SIZE)
        .filter(bit -> (alarmBits >>> bit & 1) != 0)
        .mapToObj(bit -> bit < WARNINGS.size() ? WARNINGS.get(bit) : "reserved_" + bit)
        .toList();
  }

  /// %, empty where the byte holds state bits.
  public OptionalInt humidity() {
    return isHumidity() ? OptionalInt.of(humidityOrState) : OptionalInt.empty();
  }

  /// Empty where the byte holds the humidity.
  public OptionalInt stateBits() {
    return isHumidity() ? OptionalInt.empty() : OptionalInt.of(humidityOrState);
  }

  private boolean isHumidity() {
    return humidityOrState <= HIGHEST_HUMIDITY;
  }

  /// Whether the state bits say that current and capacities are in tenths instead of hundredths.
  public boolean tenfoldUnits() {
    return isTenfold(humidityOrState);
  }

  /// The seven bytes that boards of the kind DH04 send after the nine.
  ///
  /// Reported as an active-balance word, a protocol version and a status word, in this order. The
  /// borders between them follow from two captures, of which one is of a board that balances. What
  /// the bits mean is not known.
  ///
  /// @param activeBalanceBits 0 in the capture of the board that does not balance
  /// @param protocolVersion 0 to 255; 25 in both captures
  /// @param statusBits 0 to 2^32 - 1; 4 in one capture, 0 in the other
  public record Tail(int activeBalanceBits, int protocolVersion, long statusBits) {

    private static final int LENGTH = 7;

    /// Empty for any other number of bytes.
    static Optional<Tail> of(Payload trailing) {
      if (trailing.length() != LENGTH) {
        return Optional.empty();
      }
      PayloadReader in = new PayloadReader(trailing);
      return Optional.of(new Tail(in.u16(), in.u8(), (long) in.u16() << 16 | in.u16()));
    }
  }
}
