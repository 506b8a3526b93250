package cellwarden.journal.history.plot;

import cellwarden.journal.history.plot.Canvas.Anchor;
import java.util.List;

/// Draws a plot: title, panels, axes.
final class PlotDrawing {

  private static final double LEFT = 76;
  private static final double RIGHT = 24;
  private static final double TOP = 106;
  private static final double BOTTOM = 52;
  private static final double BETWEEN = 34;
  private static final double TITLE = 24;
  private static final double SMALL = 13;
  private static final double LABEL = 12;
  private static final double ROOM_FOR_A_TIME = 64;
  private static final double ROOM_FOR_A_DATE = 92;
  private static final double ROOM_FOR_A_VALUE = 25;
  private static final double BAND = 0.22;

  private final Plot plot;
  private final Canvas canvas;
  private final Theme theme;
  private final double width;
  private final double height;
  private final List<TimeAxis.Tick> times;

  PlotDrawing(Plot plot, Canvas canvas, Theme theme, int width, int height) {
    this.plot = plot;
    this.canvas = canvas;
    this.theme = theme;
    this.width = width;
    this.height = height;
    this.times = plot.axis().ticks((int) ((width - LEFT - RIGHT) / ROOM_FOR_A_TIME));
  }

  void draw() {
    canvas.rectangle(0, 0, width, height, theme.background);
    canvas.text(LEFT, 40, plot.title(), TITLE, Anchor.START, theme.title);
    canvas.text(LEFT, 62, plot.subtitle(), SMALL, Anchor.START, theme.text);
    canvas.text(width - RIGHT, 40, plot.remark(), SMALL, Anchor.END, theme.text);
    int count = plot.panels().size();
    double room = (height - TOP - BOTTOM - BETWEEN * (count - 1)) / count;
    for (int i = 0; i < count; i++) {
      drawPanel(plot.panels().get(i).readable(), i, TOP + i * (room + BETWEEN), room);
    }
    drawTimes();
  }

  private void drawTimes() {
    for (TimeAxis.Tick tick : times) {
      canvas.text(
          x(tick.time()), height - BOTTOM + 20, tick.label(), LABEL, Anchor.MIDDLE, theme.text);
    }
    List<TimeAxis.Tick> dates = times.stream().filter(tick -> !tick.below().isEmpty()).toList();
    for (int i = 0; i < dates.size(); i++) {
      double x = x(dates.get(i).time());
      // What is left of a day at the left end may be too narrow for its date.
      boolean fits = i + 1 == dates.size() || x(dates.get(i + 1).time()) - x >= ROOM_FOR_A_DATE;
      if (fits) {
        drawDate(dates.get(i).below(), x);
      }
    }
  }

  private void drawDate(String date, double x) {
    boolean atEdge = x > width - RIGHT - ROOM_FOR_A_DATE / 2;
    canvas.text(
        atEdge ? width - RIGHT : x,
        height - BOTTOM + 37,
        date,
        LABEL,
        atEdge ? Anchor.END : Anchor.MIDDLE,
        theme.title);
  }

  private void drawPanel(Panel panel, int number, double top, double room) {
    Ink ink = theme.series(number);
    Scale scale = panel.scale();
    canvas.rectangle(LEFT, top, width - LEFT - RIGHT, room, theme.panel);
    canvas.text(LEFT, top - 9, panel.heading(), SMALL, Anchor.START, ink);
    canvas.text(width - RIGHT, top - 9, panel.summary(), LABEL, Anchor.END, theme.text);
    drawGrid(scale, top, room);
    if (panel.points().isEmpty()) {
      canvas.text(
          (LEFT + width - RIGHT) / 2,
          top + room / 2,
          "not known",
          SMALL,
          Anchor.MIDDLE,
          theme.text);
    }
    for (List<Point> piece : panel.pieces(plot.gap())) {
      drawPiece(piece, scale, top, room, ink);
    }
  }

  private void drawGrid(Scale scale, double top, double room) {
    int atMost = (int) Math.max(2, room / ROOM_FOR_A_VALUE);
    for (double value : scale.ticks(atMost)) {
      double y = y(value, scale, top, room);
      boolean zero = value == 0 && scale.low() < 0;
      canvas.line(LEFT, y, width - RIGHT, y, 1, zero ? theme.axis : theme.grid);
      canvas.text(LEFT - 9, y + 4, scale.label(value, atMost), LABEL, Anchor.END, theme.text);
    }
    for (TimeAxis.Tick tick : times) {
      canvas.line(x(tick.time()), top, x(tick.time()), top + room, 1, theme.grid);
    }
  }

  /// The line of the means over the band from the least to the greatest values.
  private void drawPiece(List<Point> piece, Scale scale, double top, double room, Ink ink) {
    int count = piece.size();
    double[] xs = new double[count];
    double[] means = new double[count];
    double[] bandXs = new double[2 * count];
    double[] bandYs = new double[2 * count];
    for (int i = 0; i < count; i++) {
      Point point = piece.get(i);
      xs[i] = x(point.time());
      means[i] = y(point.mean(), scale, top, room);
      bandXs[i] = xs[i];
      bandYs[i] = y(point.greatest(), scale, top, room);
      bandXs[2 * count - 1 - i] = xs[i];
      bandYs[2 * count - 1 - i] = y(point.least(), scale, top, room);
    }
    if (count == 1) {
      // A point alone has no line.
      canvas.line(xs[0], bandYs[0], xs[0], bandYs[1], 2, ink.withOpacity(BAND));
      canvas.line(xs[0], means[0], xs[0], means[0], 2.5, ink);
      return;
    }
    canvas.area(bandXs, bandYs, ink.withOpacity(BAND));
    canvas.line(xs, means, 1.6, ink);
  }

  private double x(long time) {
    return LEFT + plot.axis().share(time) * (width - LEFT - RIGHT);
  }

  private static double y(double value, Scale scale, double top, double room) {
    return top + (1 - scale.share(value)) * room;
  }
}
