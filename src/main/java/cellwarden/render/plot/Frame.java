package cellwarden.render.plot;

import cellwarden.render.plot.Canvas.Anchor;
import cellwarden.render.plot.Canvas.Ink;
import java.util.List;

/// Where one panel is drawn, and what every panel has: a heading, a field, the marks of its axes.
///
/// @param top upper end of the field
/// @param room height of the field
record Frame(Canvas canvas, Theme theme, TimeAxis axis, double top, double room) {

  static final int WIDTH = 1200;
  static final double LEFT = 76;
  static final double RIGHT = WIDTH - 24;
  static final double LABEL = 12;
  static final double SMALL = 13;
  private static final double ABOVE = 9;
  private static final double ROOM_FOR_A_VALUE = 22;
  private static final int MOST_VALUES = 10;
  private static final double STROKE = 14;
  private static final double APART = 20;

  /// What a colour means.
  record Legend(String label, Ink ink) {}

  /// The field itself.
  ///
  /// @param times where the time axis has its marks
  void drawField(List<Double> times) {
    canvas.rectangle(LEFT, top, RIGHT - LEFT, room, theme.panel);
    for (double x : times) {
      canvas.line(x, top, x, top + room, 1, theme.grid);
    }
  }

  /// What stands above the field: heading and legends from the left, a summary at the right.
  void drawHeading(String heading, Ink ink, List<Legend> legends, String summary) {
    double y = top - ABOVE;
    canvas.text(LEFT, y, heading, SMALL, Anchor.START, ink);
    canvas.text(RIGHT, y, summary, LABEL, Anchor.END, theme.text);
    double end = RIGHT - Glyphs.width(summary, LABEL) - APART;
    double x = LEFT + Glyphs.width(heading, SMALL) + APART;
    for (Legend legend : legends) {
      double next = x + STROKE + 5 + Glyphs.width(legend.label(), LABEL);
      if (next > end) {
        return;
      }
      canvas.line(x, y - 4, x + STROKE, y - 4, 3, legend.ink());
      canvas.text(x + STROKE + 5, y, legend.label(), LABEL, Anchor.START, theme.text);
      x = next + APART;
    }
  }

  /// The marks of the values.
  void drawGrid(Scale scale) {
    int atMost = (int) Math.clamp(room / ROOM_FOR_A_VALUE, 2, MOST_VALUES);
    for (double value : scale.ticks(atMost)) {
      double y = y(value, scale);
      boolean zero = value == 0 && scale.low() < 0;
      canvas.line(LEFT, y, RIGHT, y, 1, zero ? theme.axis : theme.grid);
      canvas.text(LEFT - 9, y + 4, scale.label(value, atMost), LABEL, Anchor.END, theme.text);
    }
  }

  double y(double value, Scale scale) {
    return top + (1 - scale.share(value)) * room;
  }

  /// Where a moment is; one beyond the ends is at the end.
  double x(long time) {
    return x(axis, time);
  }

  static double x(TimeAxis axis, long time) {
    return LEFT + Math.clamp(axis.share(time), 0.0, 1.0) * (RIGHT - LEFT);
  }
}
