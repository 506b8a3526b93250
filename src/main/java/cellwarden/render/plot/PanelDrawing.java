package cellwarden.render.plot;

import cellwarden.render.plot.Canvas.Anchor;
import cellwarden.render.plot.Canvas.Ink;
import cellwarden.render.plot.Series.Point;
import java.util.List;

/// Draws one panel: heading, grid, lines.
///
/// @param top upper end of its field
/// @param room height of its field
record PanelDrawing(Plot plot, Panel panel, Canvas canvas, Theme theme, double top, double room) {

  static final int WIDTH = 1200;
  static final double LEFT = 76;
  static final double RIGHT = WIDTH - 24;
  static final double LABEL = 12;
  static final double SMALL = 13;
  private static final double ROOM_FOR_A_VALUE = 25;
  private static final double WIDTH_OF_A_LETTER = 7.6;
  private static final double BAND = 0.22;
  private static final double DOT = 2.6;

  /// More bands than this would hide each other.
  private static final int BANDS = 3;

  private static final double WIDEST_LEGEND = 40;

  /// @param number of the panel, from above
  /// @param times where the time axis has its marks
  void draw(int number, List<Double> times) {
    List<Ink> inks =
        panel.series().size() == 1
            ? List.of(theme.series(number))
            : theme.distinct(panel.series().size());
    Ink heading = panel.series().size() == 1 ? inks.getFirst() : theme.title;
    canvas.rectangle(LEFT, top, RIGHT - LEFT, room, theme.panel);
    canvas.text(LEFT, top - 9, panel.heading(), SMALL, Anchor.START, heading);
    canvas.text(RIGHT, top - 9, panel.summary(), LABEL, Anchor.END, theme.text);
    if (inks.size() > 1) {
      drawLegend(inks);
    }
    for (double x : times) {
      canvas.line(x, top, x, top + room, 1, theme.grid);
    }
    if (panel.size() == 0) {
      double middle = (LEFT + RIGHT) / 2;
      canvas.text(middle, top + room / 2, "not known", SMALL, Anchor.MIDDLE, theme.text);
      return;
    }
    Scale scale = panel.scale();
    drawGrid(scale);
    for (int i = 0; i < inks.size(); i++) {
      for (List<Point> piece : panel.series().get(i).pieces(plot.interval())) {
        drawPiece(piece, scale, inks.get(i));
      }
    }
  }

  /// The labels of the lines in their colours, behind the heading.
  private void drawLegend(List<Ink> inks) {
    double begin = LEFT + panel.heading().length() * WIDTH_OF_A_LETTER + 24;
    double end = RIGHT - panel.summary().length() * WIDTH_OF_A_LETTER - 8;
    double each = Math.min(WIDEST_LEGEND, (end - begin) / inks.size());
    for (int i = 0; i < inks.size(); i++) {
      double x = begin + i * each;
      canvas.line(x, top - 13, x + each * 0.3, top - 13, 3, inks.get(i));
      canvas.text(
          x + each * 0.3 + 4,
          top - 9,
          panel.series().get(i).label(),
          LABEL,
          Anchor.START,
          inks.get(i));
    }
  }

  private void drawGrid(Scale scale) {
    int atMost = (int) Math.max(2, room / ROOM_FOR_A_VALUE);
    for (double value : scale.ticks(atMost)) {
      double y = y(value, scale);
      boolean zero = value == 0 && scale.low() < 0;
      canvas.line(LEFT, y, RIGHT, y, 1, zero ? theme.axis : theme.grid);
      canvas.text(LEFT - 9, y + 4, scale.label(value, atMost), LABEL, Anchor.END, theme.text);
    }
  }

  /// The line of the means over the band from the least to the greatest values.
  private void drawPiece(List<Point> piece, Scale scale, Ink ink) {
    int count = piece.size();
    double[] xs = new double[count];
    double[] means = new double[count];
    double[] bandXs = new double[2 * count];
    double[] bandYs = new double[2 * count];
    for (int i = 0; i < count; i++) {
      Point point = piece.get(i);
      xs[i] = x(plot, point.time());
      means[i] = y(point.mean(), scale);
      bandXs[i] = xs[i];
      bandYs[i] = y(point.greatest(), scale);
      bandXs[2 * count - 1 - i] = xs[i];
      bandYs[2 * count - 1 - i] = y(point.least(), scale);
    }
    boolean hasBand = panel.series().size() <= BANDS;
    if (count == 1) {
      canvas.line(xs[0], bandYs[0], xs[0], bandYs[1], hasBand ? 2 : 1, ink.withOpacity(BAND));
      drawDot(xs[0], means[0], ink);
      return;
    }
    if (hasBand) {
      canvas.area(bandXs, bandYs, ink.withOpacity(BAND));
    }
    canvas.line(xs, means, panel.series().size() > 1 ? 1.3 : 1.6, ink);
  }

  /// A point alone has no line.
  private void drawDot(double x, double y, Ink ink) {
    int corners = 12;
    double[] xs = new double[corners];
    double[] ys = new double[corners];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      xs[i] = x + DOT * Math.cos(angle);
      ys[i] = y + DOT * Math.sin(angle);
    }
    canvas.area(xs, ys, ink);
  }

  private double y(double value, Scale scale) {
    return top + (1 - scale.share(value)) * room;
  }

  /// Where a moment is.
  static double x(Plot plot, long time) {
    return LEFT + plot.axis().share(time) * (RIGHT - LEFT);
  }
}
