package cellwarden.output.web;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What follows from the readings of one battery: how long it lasts, and what is in it. The current
/// is smoothed, so that a pump that starts does not make hours of minutes. For one thread.
final class Outlook {

  /// A change of the current counts for 63 % after so long.
  private static final double SMOOTH_SECONDS = 180;

  /// After a gap the readings before it say nothing of now.
  private static final double GAP_SECONDS = Duration.ofMinutes(15).toSeconds();

  /// A battery idles below this share of its capacity an hour, and below this current in A.
  private static final double IDLE_SHARE = 0.002;

  private static final double IDLE = 0.05;
  private static final double HOUR = 3600;
  private static final double NANOS = 1e9;

  /// Further away nobody plans.
  private static final double FARTHEST_HOURS = 24 * 30;

  private double current;
  private long at;
  private boolean known;

  /// Takes a reading.
  ///
  /// @param nanos the monotonic clock
  void take(Sample sample, long nanos) {
    OptionalDouble read = sample.number(Metric.CURRENT);
    if (read.isEmpty() || sample.isInDoubt(Metric.CURRENT)) {
      return;
    }
    double seconds = (nanos - at) / NANOS;
    boolean turned = Math.signum(read.getAsDouble()) != Math.signum(current);
    double share =
        known && !turned && seconds < GAP_SECONDS ? 1 - Math.exp(-seconds / SMOOTH_SECONDS) : 1;
    current += share * (read.getAsDouble() - current);
    at = nanos;
    known = true;
  }

  /// `time_to_empty` and `time_to_full` in s, null while it idles, or what they follow from is
  /// unknown or old; `stored_energy` in Wh at the voltage of now; `charge_power` and
  /// `discharge_power` in W, not negative.
  ///
  /// @param isNew whether the sample says how things are now
  Map<String, @Nullable Object> of(Sample sample, boolean isNew) {
    OptionalDouble left = sure(sample, Metric.REMAINING_CAPACITY);
    OptionalDouble whole = capacity(sample);
    OptionalDouble voltage = sure(sample, Metric.VOLTAGE);
    OptionalDouble power = sure(sample, Metric.POWER);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    boolean isIdle =
        !known || !isNew || Math.abs(current) < Math.max(IDLE, IDLE_SHARE * whole.orElse(0));
    values.put(
        "time_to_empty",
        isIdle || current > 0 || left.isEmpty() ? null : seconds(left.getAsDouble()));
    values.put(
        "time_to_full",
        isIdle || current < 0 || left.isEmpty() || whole.isEmpty()
            ? null
            : seconds(whole.getAsDouble() - left.getAsDouble()));
    values.put(
        "stored_energy",
        left.isEmpty() || voltage.isEmpty()
            ? null
            : (Object) (double) Math.round(left.getAsDouble() * voltage.getAsDouble()));
    values.put("charge_power", power.isEmpty() ? null : (Object) Math.max(0, power.getAsDouble()));
    values.put(
        "discharge_power",
        power.isEmpty() ? null : (Object) (0 + Math.max(0, -power.getAsDouble())));
    return values;
  }

  private @Nullable Object seconds(double charge) {
    double hours = charge / Math.abs(current);
    return charge < 0 || hours > FARTHEST_HOURS ? null : (Object) Math.round(hours * HOUR);
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
