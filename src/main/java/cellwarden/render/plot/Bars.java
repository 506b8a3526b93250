package cellwarden.render.plot;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What came in and what went out, period by period: bars above and below zero.
///
/// @param label for a person
/// @param unit of the values
/// @param bars in the order of time
public record Bars(String label, String unit, List<Bar> bars) implements Panel {

  /// One period.
  ///
  /// @param from where it begins, milliseconds since 1970
  /// @param to where it ends
  /// @param in not negative
  /// @param out not negative
  /// @param whole whether all of it is known
  public record Bar(long from, long to, double in, double out, boolean whole) {

    Bar scaled(double factor) {
      return new Bar(from, to, in * factor, out * factor, whole);
    }
  }

  private static final int DIGITS = 2;

  public Bars {
    bars = List.copyOf(bars);
  }

  @Override
  public long size() {
    return bars.size();
  }

  /// Whether all of the time is known.
  public boolean isWhole() {
    return bars.stream().allMatch(Bar::whole);
  }

  @Override
  public boolean isStrip() {
    return greatest() == 0;
  }

  /// The same in the unit that a person would take.
  Bars readable() {
    // Tenths of a kWh may be bars of a sum in kWh.
    double size = Math.min(10 * greatest(), Math.max(sum(Bar::in), sum(Bar::out)));
    ReadableUnit readable = ReadableUnit.of(unit, size, size, DIGITS);
    return new Bars(
        label, readable.name(), bars.stream().map(bar -> bar.scaled(readable.factor())).toList());
  }

  String heading() {
    return label + ", " + unit;
  }

  /// All that came in and went out.
  String summary() {
    return isStrip() ? "none" : withUnit(sum(Bar::in)) + " in, " + withUnit(sum(Bar::out)) + " out";
  }

  private String withUnit(double sum) {
    ReadableUnit readable = ReadableUnit.of(unit, sum, sum, DIGITS);
    return Scale.text(sum * readable.factor(), DIGITS) + " " + readable.name();
  }

  /// A value; the greatest has three figures or more.
  String text(double value) {
    return Scale.text(value, greatest() < 10 ? 2 : greatest() < 100 ? 1 : 0);
  }

  /// The values' axis.
  ///
  /// @param air what stays free beyond the longest bars, as a share of them
  Scale scale(double air) {
    return Scale.around(-greatest(Bar::out) * (1 + air), greatest(Bar::in) * (1 + air), DIGITS);
  }

  private double sum(ToDoubleFunction<Bar> value) {
    return bars.stream().mapToDouble(value).sum();
  }

  private double greatest() {
    return Math.max(greatest(Bar::in), greatest(Bar::out));
  }

  private double greatest(ToDoubleFunction<Bar> value) {
    return bars.stream().mapToDouble(value).max().orElse(0);
  }
}
