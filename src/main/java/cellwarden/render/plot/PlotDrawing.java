package cellwarden.render.plot;

import cellwarden.render.plot.Canvas.Anchor;
import cellwarden.render.plot.Canvas.Ink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Draws a plot: title, panels, time axis.
public final class PlotDrawing {

  /// Pixels: an image is held in memory, 4 bytes each.
  public static final int HIGHEST_IMAGE = 2000;

  private static final double LEFT = Frame.LEFT;
  private static final double RIGHT = Frame.RIGHT;
  private static final int WIDTH = Frame.WIDTH;

  /// What a plot has at least, unless all of its panels are strips.
  private static final int HEIGHT = 800;

  /// What a panel has at least.
  private static final double PANEL = 116;

  private static final double STRIP = 12;
  private static final double TOP = 106;
  private static final double BOTTOM = 76;
  private static final double BETWEEN = 34;
  private static final double TITLE = 24;
  private static final double ROOM_FOR_A_TIME = 64;
  private static final double AIR = 8;
  private static final double EDGE = 4;

  private final Plot plot;
  private final Canvas canvas;
  private final Theme theme;
  private final double bottom;
  private final List<TimeAxis.Tick> times;

  private PlotDrawing(Plot plot, Canvas canvas, Theme theme) {
    this.plot = plot;
    this.canvas = canvas;
    this.theme = theme;
    this.bottom = height(plot) - BOTTOM;
    this.times = plot.axis().ticks((int) ((RIGHT - LEFT) / ROOM_FOR_A_TIME));
  }

  /// How high a plot is, pixels: it grows with its panels.
  public static int height(Plot plot) {
    return (int)
        Math.round(frame(plot) + strips(plot) * STRIP + (count(plot) - strips(plot)) * room(plot));
  }

  /// What is no panel.
  private static double frame(Plot plot) {
    return TOP + BETWEEN * (count(plot) - 1) + BOTTOM;
  }

  private static long count(Plot plot) {
    return plot.panels().size();
  }

  private static long strips(Plot plot) {
    return plot.panels().stream().filter(Panel::isStrip).count();
  }

  /// The height of a panel that is no strip.
  private static double room(Plot plot) {
    double rest = HEIGHT - frame(plot) - strips(plot) * STRIP;
    return Math.max(PANEL, rest / Math.max(1, count(plot) - strips(plot)));
  }

  /// Writes a plot as SVG.
  public static void writeSvg(Plot plot, OutputStream out, Theme theme) throws IOException {
    SvgCanvas canvas = new SvgCanvas(WIDTH, height(plot));
    new PlotDrawing(plot, canvas, theme).draw();
    out.write(canvas.document().getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a plot as PNG.
  public static void writePng(Plot plot, OutputStream out, Theme theme) throws IOException {
    ImageCanvas canvas = ImageCanvas.of(WIDTH, height(plot));
    new PlotDrawing(plot, canvas, theme).draw();
    canvas.write(out);
  }

  private void draw() {
    canvas.rectangle(0, 0, WIDTH, bottom + BOTTOM, theme.background);
    text(LEFT, 40, plot.title(), TITLE, theme.title, RIGHT - LEFT);
    double taken = Glyphs.width(plot.remark(), Frame.SMALL) + 2 * AIR;
    text(LEFT, 64, plot.subtitle(), Frame.SMALL, theme.text, RIGHT - LEFT - taken);
    canvas.text(RIGHT, 64, plot.remark(), Frame.SMALL, Anchor.END, theme.text);
    List<Double> marks = times.stream().map(tick -> Frame.x(plot.axis(), tick.time())).toList();
    double top = TOP;
    int number = 0;
    for (Panel panel : plot.panels()) {
      double room = panel.isStrip() ? STRIP : room(plot);
      Frame frame = new Frame(canvas, theme, plot.axis(), top, room);
      switch (panel) {
        case Curves curves ->
            new CurvesDrawing(frame, curves.readable(), plot.interval())
                .draw(theme.series(number), marks);
        case Bars bars -> new BarsDrawing(frame, bars.readable()).draw(marks);
      }
      number++;
      top += room + BETWEEN;
    }
    drawTimes();
    text(LEFT, bottom + 62, plot.caption(), Frame.LABEL, theme.text, RIGHT - LEFT);
  }

  /// A text in a room.
  private void text(double x, double y, String text, double size, Ink ink, double room) {
    canvas.text(x, y, Glyphs.fit(text, size, room), size, Anchor.START, ink);
  }

  /// From the right: what is left of a day at the left end may be too narrow for its date.
  private void drawTimes() {
    double next = WIDTH + AIR;
    for (TimeAxis.Tick tick : times.reversed()) {
      drawMark(tick.label(), x(tick, tick.label()), 20, theme.text);
      String below = tick.below();
      double x = x(tick, below);
      double half = Glyphs.width(below, Frame.LABEL) / 2;
      if (!below.isEmpty() && x + half + AIR <= next) {
        drawMark(below, x, 37, theme.title);
        next = x - half;
      }
    }
  }

  /// The middle of a mark; at the ends it stays within the picture.
  private double x(TimeAxis.Tick tick, String text) {
    double half = Glyphs.width(text, Frame.LABEL) / 2;
    return Math.clamp(Frame.x(plot.axis(), tick.time()), EDGE + half, WIDTH - EDGE - half);
  }

  private void drawMark(String text, double x, double below, Ink ink) {
    canvas.text(x, bottom + below, text, Frame.LABEL, Anchor.MIDDLE, ink);
  }
}
