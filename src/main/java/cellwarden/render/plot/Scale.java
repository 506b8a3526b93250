package cellwarden.render.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The range of a value's axis.
///
/// @param digits decimals of the values; marks have no more
record Scale(double low, double high, int digits) {

  private static final double AIR = 0.06;

  /// What never changes lies in the middle of a range of this share of it, both ways.
  private static final double FLAT = 0.01;

  /// Quarters: 1, 2, 2.5 and 5.
  private static final long[] NICE = {4, 8, 10, 20};

  private static final long[] WHOLE = {4, 8, 20};
  private static final double NEARLY = 1e-9;

  /// A range with some air at the ends that are not 0; wide enough for two marks.
  static Scale around(double least, double greatest, int digits) {
    double span = greatest - least;
    double air = span > 0 ? span * AIR : Math.max(Math.abs(least), Math.abs(greatest)) * FLAT;
    double low = least == 0 ? 0 : least - air;
    double high = greatest == 0 ? 0 : greatest + air;
    double missing = 2 * Math.pow(10, -digits) - (high - low);
    if (missing <= 0) {
      return new Scale(low, high, digits);
    } else if (least == 0) {
      return new Scale(0, high + missing, digits);
    }
    return greatest == 0
        ? new Scale(low - missing, 0, digits)
        : new Scale(low - missing / 2, high + missing / 2, digits);
  }

  /// 0 for the lower end, 1 for the upper one.
  double share(double value) {
    return (value - low) / (high - low);
  }

  /// Round values to be marked, two at least.
  ///
  /// @param atMost how many there is room for
  List<Double> ticks(int atMost) {
    double step = step(atMost);
    List<Double> ticks = new ArrayList<>();
    for (long i = first(step); i * step <= high + step * NEARLY; i++) {
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
    int needed = 0;
    while (needed < digits && !isWhole(step * Math.pow(10, needed))) {
      needed++;
    }
    return text(value, needed);
  }

  /// The least round distance that is wide enough and still leaves two marks: a whole number of the
  /// values' last decimals.
  private double step(int atMost) {
    double unit = Math.pow(10, -digits);
    double rough = (high - low) / Math.max(1, atMost) / unit * (1 - NEARLY);
    long best = 1;
    for (long power = 1; best < rough; power *= 10) {
      for (long quarters : power == 1 ? WHOLE : NICE) {
        long step = quarters * power / 4;
        if (best >= rough || count(step * unit) < 2) {
          return best * unit;
        }
        best = step;
      }
    }
    return best * unit;
  }

  private static boolean isWhole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6;
  }

  private long count(double step) {
    return (long) Math.floor(high / step + NEARLY) - first(step) + 1;
  }

  private long first(double step) {
    return (long) Math.ceil(low / step - NEARLY);
  }
}
