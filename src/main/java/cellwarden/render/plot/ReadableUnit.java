package cellwarden.render.plot;

import java.util.List;

/// A unit of the size that a person would take: kWh for many Wh, mV for a cell spread.
///
/// @param name for instance kWh
/// @param factor from the values' own unit
/// @param digits decimals that tell the values apart
record ReadableUnit(String name, double factor, int digits) {

  /// @param from from this value on, in the unit of the values
  private record Multiple(String unit, double from, String name, double size) {}

  private static final List<Multiple> MULTIPLES =
      List.of(
          new Multiple("Wh", 1e6, "MWh", 1e6),
          new Multiple("Wh", 1e3, "kWh", 1e3),
          new Multiple("kWh", 1e3, "MWh", 1e3),
          new Multiple("W", 1e4, "kW", 1e3),
          new Multiple("s", 2 * 86_400, "days", 86_400),
          new Multiple("s", 2 * 3600, "h", 3600),
          new Multiple("ms", 1e4, "s", 1e3));

  /// Below it a voltage is shown in mV.
  private static final double SMALL = 0.5;

  private static final int MILLI = 1000;
  private static final int FEWEST = 2;

  /// The unit for values.
  ///
  /// @param greatest of the values without their signs
  /// @param span from the least to the greatest value
  /// @param digits decimals of the values
  static ReadableUnit of(String unit, double greatest, double span, int digits) {
    if (unit.equals("V") && greatest > 0 && greatest < SMALL) {
      return new ReadableUnit("mV", MILLI, Math.max(0, digits - 3));
    }
    return MULTIPLES.stream()
        .filter(each -> each.unit().equals(unit) && greatest >= each.from())
        .findFirst()
        .map(each -> new ReadableUnit(each.name(), 1 / each.size(), digits(span / each.size())))
        .orElse(new ReadableUnit(unit, 1, digits));
  }

  private static int digits(double span) {
    return span <= 0 ? FEWEST : Math.clamp((long) Math.ceil(1 - Math.log10(span)), FEWEST, 4);
  }
}
