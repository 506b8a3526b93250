package cellwarden.journal.history.plot;

/// A colour.
///
/// @param rgb 0xRRGGBB
/// @param opacity 0 to 1
record Ink(int rgb, double opacity) {

  static Ink of(int rgb) {
    return new Ink(rgb, 1);
  }

  Ink withOpacity(double share) {
    return new Ink(rgb, share);
  }
}
