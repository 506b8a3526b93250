package cellwarden.journal.history.plot;

/// What a panel shows of one interval.
///
/// @param time the middle of the interval, milliseconds since 1970
public record Point(long time, double least, double mean, double greatest) {

  Point scaled(double factor) {
    return new Point(time, least * factor, mean * factor, greatest * factor);
  }
}
