package cellwarden.energy;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What follows from the readings of one battery: what is in it, how long that lasts, and how long
/// ago it was full. What follows from a value in doubt is unknown.
///
/// Not for use by several threads.
public final class DerivedValues {

  /// A pump that starts must not make minutes of hours: after so long a change of the current
  /// counts for 63 %.
  private static final double SMOOTH_SECONDS = 180;

  /// After a gap the readings before it say nothing of now.
  private static final double GAP_SECONDS = Duration.ofMinutes(15).toSeconds();

  /// A battery idles below this share of its capacity an hour, and below this current in A.
  private static final double IDLE_SHARE = 0.002;

  private static final double IDLE = 0.05;

  /// Further away nobody plans.
  private static final double FARTHEST_HOURS = 24 * 30;

  private static final double FULL = 100;
  private static final double HOUR = 3600;
  private static final double NANOS = 1e9;
  private static final int MINUTE = 60;

  private double current;
  private long at;
  private boolean known;
  private boolean lastTenfold;
  private boolean wasFull;
  private long fullAt;

  /// The sample with a value, or null, for each of [Metric#DERIVED].
  ///
  /// @param nanos the monotonic clock when register 03 was answered
  /// @param tenfold whether the board states its current in tenths instead of hundredths
  /// @param full when it was last full as an earlier run knew; empty where none did
  public Sample addTo(Sample sample, long nanos, boolean tenfold, Optional<Instant> full) {
    OptionalDouble now = sure(sample, Metric.CURRENT);
    if (now.isPresent()) {
      smooth(now.getAsDouble(), nanos, tenfold);
    }
    if (now.orElse(-1) >= 0 && sure(sample, Metric.SOC).orElse(0) >= FULL) {
      wasFull = true;
      fullAt = nanos;
    }
    OptionalDouble left = sure(sample, Metric.REMAINING_CAPACITY);
    OptionalDouble whole = capacity(sample);
    OptionalDouble voltage = sure(sample, Metric.VOLTAGE);
    OptionalDouble power = sure(sample, Metric.POWER);
    boolean flows =
        now.isPresent() && Math.abs(current) >= Math.max(IDLE, IDLE_SHARE * whole.orElse(0));
    Map<Metric, @Nullable Object> values = new EnumMap<>(Metric.class);
    values.put(
        Metric.STORED_ENERGY,
        left.isEmpty() || voltage.isEmpty()
            ? null
            : (Object) (Math.round(left.getAsDouble() * voltage.getAsDouble() * 10) / 10.0));
    values.put(Metric.CHARGE_POWER, positive(power, 1));
    values.put(Metric.DISCHARGE_POWER, positive(power, -1));
    values.put(
        Metric.TIME_TO_EMPTY,
        flows && current < 0 && left.isPresent() ? lasting(left.getAsDouble()) : null);
    values.put(
        Metric.TIME_TO_FULL,
        flows && current > 0 && left.isPresent() && whole.isPresent()
            ? lasting(whole.getAsDouble() - left.getAsDouble())
            : null);
    values.put(Metric.TIME_SINCE_FULL_CHARGE, sinceFull(sample, nanos, full));
    return sample.with(values);
  }

  private void smooth(double read, long nanos, boolean tenfold) {
    double seconds = (nanos - at) / NANOS;
    boolean turned = Math.signum(read) != Math.signum(current);
    // A board that changes its units may have stated the reading before ten times too large.
    boolean goesOn = known && !turned && seconds < GAP_SECONDS && lastTenfold == tenfold;
    current += (goesOn ? 1 - Math.exp(-seconds / SMOOTH_SECONDS) : 1) * (read - current);
    at = nanos;
    known = true;
    lastTenfold = tenfold;
  }

  /// A clock that is not set says nothing of how long ago an earlier run was.
  private @Nullable Object sinceFull(Sample sample, long nanos, Optional<Instant> full) {
    if (wasFull) {
      return minutes((nanos - fullAt) / NANOS);
    }
    if (full.isEmpty() || !sample.clockSet() || sample.time().isBefore(full.get())) {
      return null;
    }
    return minutes((double) Duration.between(full.get(), sample.time()).toSeconds());
  }

  /// In s, but to the minute: nothing here is known better. At most 68 years.
  private static Object minutes(double seconds) {
    return (int) Math.min(Math.round(seconds / MINUTE), Integer.MAX_VALUE / MINUTE) * MINUTE;
  }

  private static @Nullable Object positive(OptionalDouble power, int sign) {
    return power.isEmpty() ? null : (Object) Math.max(0.0, sign * power.getAsDouble());
  }

  private @Nullable Object lasting(double charge) {
    double hours = charge / Math.abs(current);
    return charge < 0 || hours > FARTHEST_HOURS ? null : minutes(hours * HOUR);
  }

  /// What the board has learned, else what it is labelled with.
  private static OptionalDouble capacity(Sample sample) {
    OptionalDouble learned = sure(sample, Metric.FULL_CHARGE_CAPACITY);
    return learned.isPresent() && learned.getAsDouble() > 0
        ? learned
        : sure(sample, Metric.NOMINAL_CAPACITY);
  }

  private static OptionalDouble sure(Sample sample, Metric metric) {
    return sample.isInDoubt(metric) ? OptionalDouble.empty() : sample.number(metric);
  }
}
