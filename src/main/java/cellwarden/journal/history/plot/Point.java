package cellwarden.journal.history.plot;

/// What a panel shows of one interval.
///
/// @param time the middle of the interval, milliseconds since 1970
/// @param stretch counts up where time was lost: points of different stretches are not connected
/// @param last the value at its end
public record Point(
    long time, int stretch, double least, double mean, double greatest, double last) {

  Point scaled(double factor) {
    return new Point(
        time, stretch, least * factor, mean * factor, greatest * factor, last * factor);
  }
}
