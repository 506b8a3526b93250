package cellwarden.protocol;

import java.util.Optional;

/// The nine bytes that newer firmware sends in register 03 behind the temperatures.
///
/// @param humidity %
/// @param alarmBits warnings below the protections; bits without a known meaning occur, so the
///   number is kept
/// @param fullChargeCapacity learned capacity, Ah
/// @param remainingCapacity the remaining capacity once more, Ah
/// @param balanceCurrent A; not subject to the tenfold units
public record BasicInfoExtension(
    int humidity,
    int alarmBits,
    double fullChargeCapacity,
    double remainingCapacity,
    double balanceCurrent) {

  private static final int LENGTH = 9;

  static Optional<BasicInfoExtension> decode(PayloadReader in, double capacityDivisor) {
    if (in.remaining() < LENGTH) {
      return Optional.empty();
    }
    int humidity = in.u8();
    int alarmBits = in.u16();
    int fullCharge = in.u16();
    int remaining = in.u16();
    int balanceCurrent = in.u16();
    return Optional.of(
        new BasicInfoExtension(
            humidity,
            alarmBits,
            fullCharge / capacityDivisor,
            remaining / capacityDivisor,
            balanceCurrent / 1000.0));
  }

  void encode(PayloadWriter out, double capacityDivisor) {
    out.u8(humidity)
        .u16(alarmBits)
        .u16(Math.round(fullChargeCapacity * capacityDivisor))
        .u16(Math.round(remainingCapacity * capacityDivisor))
        .u16(Math.round(balanceCurrent * 1000.0));
  }
}
