package cellwarden.protocol.register;

import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;
import cellwarden.protocol.Request;
import java.util.Optional;

/// Register E1: switches the FETs by command. A set bit switches *off*, the inverse of the FET byte
/// in register 03 (vendor V4's example and captures; its table is garbled).
///
/// @param chargeOff the charge FET is kept off
/// @param dischargeOff the discharge FET is kept off
public record FetControl(boolean chargeOff, boolean dischargeOff) {

  public static final int REGISTER = 0xE1;

  private static final int CHARGE_OFF = 1;
  private static final int DISCHARGE_OFF = 1 << 1;
  private static final int LENGTH = 2;

  /// The request that switches both FETs as stated.
  public Request request() {
    return Request.write(REGISTER, encode());
  }

  public Payload encode() {
    int bits = (chargeOff ? CHARGE_OFF : 0) | (dischargeOff ? DISCHARGE_OFF : 0);
    return new PayloadWriter().u16(bits).toPayload();
  }

  /// The command in the data of a write.
  ///
  /// @return empty where the data cannot be such a command
  public static Optional<FetControl> decode(Payload data) {
    if (data.length() != LENGTH) {
      return Optional.empty();
    }
    int bits = new PayloadReader(data).u16();
    return (bits & ~(CHARGE_OFF | DISCHARGE_OFF)) != 0
        ? Optional.empty()
        : Optional.of(new FetControl((bits & CHARGE_OFF) != 0, (bits & DISCHARGE_OFF) != 0));
  }
}
