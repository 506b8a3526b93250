package cellwarden.energy;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Counts what flows between the readings of one battery, by trapezoid over the monotonic clock.
///
/// Not for use by several threads.
public final class EnergyMeter {

  /// Two polls may fail; what flowed in a longer gap is anybody's guess and is not counted.
  public static final int LONGEST_GAP_INTERVALS = 3;

  private static final double NANOS_PER_HOUR = 3.6e12;

  private final long longestGapNanos;
  private Energy counted = Energy.ZERO;
  private @Nullable Point last;
  private boolean lastTenfold;

  /// @param interval time from reading to reading when all goes well
  public EnergyMeter(Duration interval) {
    this.longestGapNanos = interval.multipliedBy(LONGEST_GAP_INTERVALS).toNanos();
  }

  /// Takes the next reading. One with a voltage or a current in doubt is passed over as if the poll
  /// had failed.
  ///
  /// @param nanos the monotonic clock when register 03 was answered
  /// @param tenfold whether the board states its current in tenths instead of hundredths
  public void read(Sample sample, long nanos, boolean tenfold) {
    if (sample.isInDoubt(Metric.POWER)) {
      return;
    }
    double amperes = sample.number(Metric.CURRENT).orElseThrow();
    double watts = sample.number(Metric.VOLTAGE).orElseThrow() * amperes;
    Point point = new Point(nanos, amperes, watts);
    // A board that changes its units between two readings may have stated one of them ten times too
    // large or too small.
    if (last != null && isCovered(last, point) && lastTenfold == tenfold) {
      counted = counted.plus(between(last, point));
    }
    last = point;
    lastTenfold = tenfold;
  }

  /// What flowed between the readings so far.
  public Energy counted() {
    return counted;
  }

  private boolean isCovered(Point from, Point to) {
    return to.nanos() - from.nanos() <= longestGapNanos;
  }

  /// What flows between two readings that are near enough: the area under a straight line.
  public static Energy between(Point from, Point to) {
    long nanos = to.nanos() - from.nanos();
    double hours = nanos / NANOS_PER_HOUR;
    return new Energy(
        hours * positiveMean(from.watts(), to.watts()),
        hours * positiveMean(-from.watts(), -to.watts()),
        hours * positiveMean(from.amperes(), to.amperes()),
        hours * positiveMean(-from.amperes(), -to.amperes()),
        Duration.ofNanos(nanos));
  }

  /// The mean of the part above zero of a straight line from `a` to `b`. A line that crosses zero
  /// is above it for the share `a / (a - b)` of its length: two triangles, not half of either end
  /// over the whole length.
  private static double positiveMean(double a, double b) {
    if (a >= 0 && b >= 0) {
      return (a + b) / 2;
    }
    if (a <= 0 && b <= 0) {
      return 0;
    }
    double top = Math.max(a, b);
    return top * top / Math.abs(a - b) / 2;
  }

  /// One reading.
  ///
  /// @param nanos of any clock that does not jump
  /// @param amperes positive while charging
  /// @param watts not rounded, positive while charging
  public record Point(long nanos, double amperes, double watts) {}
}
