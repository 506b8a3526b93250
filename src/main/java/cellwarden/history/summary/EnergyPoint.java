package cellwarden.history.summary;

import static cellwarden.history.scan.SampleBatch.UNKNOWN;

import cellwarden.energy.Energy;
import cellwarden.energy.EnergyMeter;
import java.time.Duration;

/// What of a sample is needed to tell how much energy flowed since the one before. Any number but
/// the first two may be [cellwarden.history.scan.SampleBatch#UNKNOWN].
///
/// @param time milliseconds since 1970
/// @param power W in millionths, positive while charging
/// @param charged counter of the energy that went in, Wh in millionths
/// @param discharged counter of the energy that came out, Wh in millionths
/// @param counted counter of the time that was counted, s in millionths
record EnergyPoint(long seq, long time, long power, long charged, long discharged, long counted) {

  private static final double MILLIONTHS = 1e6;
  private static final long MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /// No battery gives more, in W: what is above is a damaged line.
  private static final long LARGEST_POWER = 100_000;

  /// What flowed between two samples, in the time that ends with the later one.
  ///
  /// @param in Wh in millionths
  /// @param out Wh in millionths, not negative
  /// @param covered how long it was counted, milliseconds
  record Flow(long in, long out, long covered) {

    static final Flow NONE = new Flow(0, 0, 0);

    /// What went in until some time of what is covered was over.
    long inUntil(long millis) {
      return Math.round(in * ((double) millis / covered));
    }

    long outUntil(long millis) {
      return Math.round(out * ((double) millis / covered));
    }
  }

  /// Reads what [#text()] gave.
  static EnergyPoint read(SummaryText text) {
    return new EnergyPoint(
        text.whole(), text.time(), text.number(), text.number(), text.number(), text.number());
  }

  String text() {
    return String.join(
        " ",
        Long.toString(seq),
        SummaryText.ofTime(time),
        SummaryText.ofNumber(power),
        SummaryText.ofNumber(charged),
        SummaryText.ofNumber(discharged),
        SummaryText.ofNumber(counted));
  }

  /// What flowed since another sample of the same battery: what the counters say, and where one of
  /// the two has none, or they begin again, the area under the power.
  ///
  /// @param longest milliseconds between two samples that are close enough to know what happened
  Flow since(EnergyPoint before, long longest) {
    long distance = time - before.time;
    if (hasCounters() && before.hasCounters()) {
      Flow flow =
          new Flow(
              charged - before.charged,
              discharged - before.discharged,
              (counted - before.counted) / MICROS_PER_MILLI);
      if (isPossible(flow, distance)) {
        return flow;
      }
    }
    if (power == UNKNOWN || before.power == UNKNOWN || distance <= 0 || distance > longest) {
      return Flow.NONE;
    }
    Energy energy =
        EnergyMeter.between(
            new EnergyMeter.Point(0, 0, before.power / MILLIONTHS),
            new EnergyMeter.Point(distance * NANOS_PER_MILLI, 0, power / MILLIONTHS));
    return new Flow(
        Math.round(energy.charged() * MILLIONTHS),
        Math.round(energy.discharged() * MILLIONTHS),
        distance);
  }

  boolean hasCounters() {
    return charged >= 0 && discharged >= 0 && counted >= 0;
  }

  /// Counters that fall begin again, as in another journal. One digit that a disk turned over must
  /// not count for ever: no more time is counted than passed, but for a clock that was set back,
  /// and no more flows in it than a battery can give.
  private static boolean isPossible(Flow flow, long distance) {
    double most = LARGEST_POWER * MILLIONTHS * (flow.covered + 1) / HOUR;
    return flow.in >= 0
        && flow.out >= 0
        && flow.covered >= 0
        && flow.covered <= Math.max(0, distance) + HOUR
        && flow.in <= most
        && flow.out <= most;
  }
}
