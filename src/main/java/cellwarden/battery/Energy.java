package cellwarden.battery;

import java.time.Duration;

/// What went into a battery and what came out of it, counted since its first reading. None of the
/// five ever falls.
///
/// @param charged Wh that went in
/// @param discharged Wh that came out
/// @param chargeIn Ah that went in
/// @param chargeOut Ah that came out
/// @param covered the time that was counted; what flowed in any other time is not in the counters
public record Energy(
    double charged, double discharged, double chargeIn, double chargeOut, Duration covered) {

  /// Before the first reading.
  public static final Energy ZERO = new Energy(0, 0, 0, 0, Duration.ZERO);

  /// Both counts together.
  public Energy plus(Energy more) {
    return new Energy(
        charged + more.charged,
        discharged + more.discharged,
        chargeIn + more.chargeIn,
        chargeOut + more.chargeOut,
        covered.plus(more.covered));
  }
}
