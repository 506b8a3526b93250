package cellwarden.render.plot;

import cellwarden.render.plot.Canvas.Anchor;
import cellwarden.render.plot.Canvas.Ink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Draws a plot: title, panels, time axis.
public final class PlotDrawing {

  private static final double LEFT = PanelDrawing.LEFT;
  private static final double RIGHT = PanelDrawing.RIGHT;
  private static final int WIDTH = PanelDrawing.WIDTH;
  private static final int HEIGHT = 800;

  /// What a panel takes at least, with what stands above it.
  private static final int PANEL = 150;

  private static final double TOP = 106;
  private static final double BOTTOM = 52;
  private static final double BETWEEN = 34;
  private static final double TITLE = 24;
  private static final double ROOM_FOR_A_TIME = 64;
  private static final double ROOM_FOR_A_DATE = 92;
  private static final double HALF_A_LETTER = 3.8;
  private static final double EDGE = 4;

  private final Plot plot;
  private final Canvas canvas;
  private final Theme theme;
  private final double bottom;
  private final List<TimeAxis.Tick> times;

  private PlotDrawing(Plot plot, Canvas canvas, Theme theme, int height) {
    this.plot = plot;
    this.canvas = canvas;
    this.theme = theme;
    this.bottom = height - BOTTOM;
    this.times = plot.axis().ticks((int) ((RIGHT - LEFT) / ROOM_FOR_A_TIME));
  }

  /// It grows with the panels.
  private static int height(Plot plot) {
    return Math.max(HEIGHT, plot.panels().size() * PANEL + PANEL);
  }

  /// Writes a plot as SVG.
  public static void writeSvg(Plot plot, OutputStream out, Theme theme) throws IOException {
    SvgCanvas canvas = new SvgCanvas(WIDTH, height(plot));
    new PlotDrawing(plot, canvas, theme, height(plot)).draw();
    out.write(canvas.document().getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a plot as PNG.
  public static void writePng(Plot plot, OutputStream out, Theme theme) throws IOException {
    ImageCanvas canvas = ImageCanvas.of(WIDTH, height(plot));
    new PlotDrawing(plot, canvas, theme, height(plot)).draw();
    canvas.write(out);
  }

  private void draw() {
    canvas.rectangle(0, 0, WIDTH, bottom + BOTTOM, theme.background);
    canvas.text(LEFT, 40, plot.title(), TITLE, Anchor.START, theme.title);
    canvas.text(LEFT, 62, plot.subtitle(), PanelDrawing.SMALL, Anchor.START, theme.text);
    canvas.text(RIGHT, 40, plot.remark(), PanelDrawing.SMALL, Anchor.END, theme.text);
    int count = plot.panels().size();
    double room = (bottom - TOP - BETWEEN * (count - 1)) / count;
    List<Double> marks = times.stream().map(tick -> PanelDrawing.x(plot, tick.time())).toList();
    for (int i = 0; i < count; i++) {
      Panel panel = plot.panels().get(i).readable();
      new PanelDrawing(plot, panel, canvas, theme, TOP + i * (room + BETWEEN), room).draw(i, marks);
    }
    drawTimes();
  }

  private void drawTimes() {
    for (TimeAxis.Tick tick : times) {
      drawMark(tick.label(), PanelDrawing.x(plot, tick.time()), 20, theme.text);
    }
    List<TimeAxis.Tick> dates = times.stream().filter(tick -> !tick.below().isEmpty()).toList();
    for (int i = 0; i < dates.size(); i++) {
      double x = PanelDrawing.x(plot, dates.get(i).time());
      // What is left of a day at the left end may be too narrow for its date.
      boolean fits =
          i + 1 == dates.size()
              || PanelDrawing.x(plot, dates.get(i + 1).time()) - x >= ROOM_FOR_A_DATE;
      if (fits) {
        drawMark(dates.get(i).below(), x, 37, theme.title);
      }
    }
  }

  /// Below its place; at the right end it stays within the picture.
  private void drawMark(String text, double x, double below, Ink ink) {
    boolean atEdge = x + text.length() * HALF_A_LETTER > WIDTH - EDGE;
    canvas.text(
        atEdge ? WIDTH - EDGE : x,
        bottom + below,
        text,
        PanelDrawing.LABEL,
        atEdge ? Anchor.END : Anchor.MIDDLE,
        ink);
  }
}
