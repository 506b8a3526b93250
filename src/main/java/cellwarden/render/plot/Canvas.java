package cellwarden.render.plot;

/// Something to draw on; the origin is at the upper left, units are pixels.
interface Canvas {

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

  /// Which point of a text stands at the given place; always on its base line.
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void rectangle(double x, double y, double width, double height, Ink ink);

  /// A line through points.
  void line(double[] xs, double[] ys, double width, Ink ink);

  /// A filled shape.
  void area(double[] xs, double[] ys, Ink ink);

  /// A line of text.
  ///
  /// @param size of the letters, pixels
  void text(double x, double y, String text, double size, Anchor anchor, Ink ink);

  /// A straight line.
  default void line(double x1, double y1, double x2, double y2, double width, Ink ink) {
    line(new double[] {x1, x2}, new double[] {y1, y2}, width, ink);
  }
}
