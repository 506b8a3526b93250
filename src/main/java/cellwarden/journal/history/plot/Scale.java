package cellwarden.journal.history.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The range of a value's axis.
record Scale(double low, double high) {

  private static final double AIR = 0.06;

  /// What never changes lies in the middle of a range of this share of it, both ways.
  private static final double FLAT = 0.01;

  private static final double[] NICE = {1, 2, 2.5, 5, 10};

  /// A range with some air at the ends that are not 0; never empty.
  static Scale around(double least, double greatest) {
    double span = greatest - least;
    if (span <= 0) {
      double half = least == 0 ? 1 : Math.abs(least) * FLAT;
      return new Scale(least == 0 ? 0 : least - half, greatest + half);
    }
    return new Scale(
        least == 0 ? 0 : least - span * AIR, greatest == 0 ? 0 : greatest + span * AIR);
  }

  /// 0 for the lower end, 1 for the upper one.
  double share(double value) {
    return (value - low) / (high - low);
  }

  /// Round values to be marked.
  ///
  /// @param atMost how many there is room for
  List<Double> ticks(int atMost) {
    double step = step(atMost);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /// A value with its decimals and a true minus sign.
  static String text(double value, int digits) {
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.matches("-[0.]+") ? text.substring(1) : text.replace('-', '\u2212');
  }

  /// A mark's value with as many decimals as all of them need.
  String label(double value, int atMost) {
    double step = step(atMost);
    int digits = 0;
    while (digits < 6
        && Math.abs(step * Math.pow(10, digits) % 1) > 1e-6
        && Math.abs(step * Math.pow(10, digits) % 1 - 1) > 1e-6) {
      digits++;
    }
    return text(value, digits);
  }

  private double step(int atMost) {
    double rough = (high - low) / Math.max(1, atMost);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double nice : NICE) {
      if (nice * power >= rough) {
        return nice * power;
      }
    }
    return 10 * power;
  }
}
