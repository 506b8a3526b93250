package cellwarden.render.plot;

import cellwarden.render.plot.Canvas.Ink;
import cellwarden.render.plot.Frame.Legend;
import cellwarden.render.plot.Series.Point;
import java.util.ArrayList;
import java.util.List;

/// Draws values over time: each a line in its band, too many as one band, and what never changes or
/// is only on and off as a strip.
///
/// @param interval milliseconds between two points where none is missing
record CurvesDrawing(Frame frame, Curves curves, long interval) {

  private static final double DOT = 2.6;
  private static final double LINE = 1.6;
  private static final double THIN = 1.3;

  private static final double ON = 0.7;

  /// Off for a part of the time.
  private static final double PARTLY = 0.3;

  /// @param ink of a single line, and of its heading
  void draw(Ink ink, List<Double> times) {
    frame.drawField(times);
    boolean single = curves.series().size() == 1 || curves.size() == 0;
    List<Legend> legends = new ArrayList<>();
    if (curves.isStrip()) {
      Ink strip = curves.switches() ? frame.theme().in() : ink;
      curves.series().forEach(series -> drawStrip(series, strip));
    } else {
      Scale scale = curves.scale();
      frame.drawGrid(scale);
      if (single) {
        drawBand(curves.series().getFirst(), scale, ink.withOpacity(frame.theme().band));
        drawLine(curves.series().getFirst(), scale, LINE, ink);
      } else {
        drawSeveral(scale, legends);
      }
    }
    Ink heading = single ? ink : frame.theme().title;
    frame.drawHeading(curves.heading(), heading, legends, curves.summary());
  }

  /// One band behind all; a line for each or, where they could not be told apart, for the two that
  /// a person would look for.
  private void drawSeveral(Scale scale, List<Legend> legends) {
    Theme theme = frame.theme();
    Curves.Spread spread = curves.spread();
    Ink shade = theme.text.withOpacity(0.75 * theme.band);
    drawBand(spread.all(), scale, shade);
    if (!curves.isSpread()) {
      for (Series series : curves.series()) {
        drawLine(series, scale, legends, series.label(), theme.series(legends.size()));
      }
      return;
    }
    legends.add(new Legend(spread.all().label(), theme.text.withOpacity(theme.band)));
    if (spread.lowest().equals(spread.highest())) {
      String label = "lowest and highest: " + spread.lowest().label();
      drawLine(spread.lowest(), scale, legends, label, theme.series(0));
    } else {
      String highest = "highest: " + spread.highest().label();
      drawLine(spread.highest(), scale, legends, highest, theme.series(0));
      drawLine(spread.lowest(), scale, legends, "lowest: " + spread.lowest().label(), theme.out());
    }
  }

  private void drawLine(Series series, Scale scale, List<Legend> legends, String label, Ink ink) {
    drawLine(series, scale, THIN, ink);
    legends.add(new Legend(label, ink));
  }

  /// The means.
  private void drawLine(Series series, Scale scale, double width, Ink ink) {
    for (List<Point> piece : series.pieces(interval)) {
      double[] xs = piece.stream().mapToDouble(point -> frame.x(point.time())).toArray();
      double[] ys = piece.stream().mapToDouble(point -> frame.y(point.mean(), scale)).toArray();
      if (xs.length == 1) {
        drawDot(xs[0], ys[0], ink);
      } else {
        frame.canvas().line(xs, ys, width, ink);
      }
    }
  }

  /// From the least to the greatest values.
  private void drawBand(Series series, Scale scale, Ink ink) {
    series.pieces(interval).forEach(piece -> drawBand(piece, scale, ink));
  }

  private void drawBand(List<Point> piece, Scale scale, Ink ink) {
    int count = piece.size();
    double[] xs = new double[2 * count];
    double[] ys = new double[2 * count];
    for (int i = 0; i < count; i++) {
      Point point = piece.get(i);
      int back = 2 * count - 1 - i;
      xs[i] = frame.x(point.time());
      xs[back] = xs[i];
      ys[i] = frame.y(point.greatest(), scale);
      ys[back] = frame.y(point.least(), scale);
    }
    if (count > 1) {
      frame.canvas().area(xs, ys, ink);
    } else {
      frame.canvas().line(xs, ys, LINE, ink);
    }
  }

  /// What is on is full, what was off for a part of the time is paler; what is constant is a line.
  private void drawStrip(Series series, Ink ink) {
    Canvas canvas = frame.canvas();
    for (List<Point> piece : series.pieces(interval)) {
      int from = 0;
      for (int i = 1; i <= piece.size(); i++) {
        if (i < piece.size() && share(piece.get(i)) == share(piece.get(from))) {
          continue;
        }
        double left = frame.x(border(piece, from));
        double width = Math.max(1, frame.x(border(piece, i)) - left);
        if (!curves.switches()) {
          double middle = frame.top() + frame.room() / 2;
          canvas.line(left, middle, left + width, middle, LINE, ink);
        } else if (share(piece.get(from)) > 0) {
          Ink own = ink.withOpacity(share(piece.get(from)));
          canvas.rectangle(left, frame.top(), width, frame.room(), own);
        }
        from = i;
      }
    }
  }

  private double share(Point point) {
    return !curves.switches() || point.least() > 0 ? ON : point.greatest() > 0 ? PARTLY : 0;
  }

  /// Where what a point says begins: half way from the one before.
  private long border(List<Point> piece, int index) {
    return index == 0
        ? piece.getFirst().time() - interval / 2
        : index == piece.size()
            ? piece.getLast().time() + interval / 2
            : (piece.get(index - 1).time() + piece.get(index).time()) / 2;
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
    frame.canvas().area(xs, ys, ink);
  }
}
