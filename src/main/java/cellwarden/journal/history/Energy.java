package cellwarden.journal.history;

/// The energy of a stretch of time over which the power changes evenly: a trapezoid, or two
/// triangles where the direction changes.
///
/// @param in charged, µJ
/// @param out discharged, µJ, not negative
record Energy(long in, long out) {

  private static final double MILLIS_PER_SECOND = 1000;

  /// @param from W in millionths at the beginning, positive while charging
  /// @param to the same at the end
  /// @param millis how long it lasts
  static Energy between(double from, double to, long millis) {
    double seconds = millis / MILLIS_PER_SECOND;
    if (from >= 0 == to >= 0) {
      return ofSigned((from + to) / 2 * seconds, 0);
    }
    double part = from / (from - to);
    return ofSigned(from / 2 * part * seconds, to / 2 * (1 - part) * seconds);
  }

  private static Energy ofSigned(double one, double other) {
    return new Energy(
        Math.round(Math.max(0, one) + Math.max(0, other)),
        Math.round(Math.max(0, -one) + Math.max(0, -other)));
  }
}
