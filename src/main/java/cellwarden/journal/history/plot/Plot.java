package cellwarden.journal.history.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Panels above each other, with one time axis.
///
/// @param title what stands above all
/// @param subtitle the time that is shown, and how
/// @param remark what else is worth knowing, at the right; may be empty
/// @param axis the time
/// @param interval milliseconds between two points where none is missing
/// @param panels from above
public record Plot(
    String title,
    String subtitle,
    String remark,
    TimeAxis axis,
    long interval,
    List<Panel> panels) {

  static final int WIDTH = 1200;
  private static final int HEIGHT = 800;

  /// What a panel takes at least, with what stands above it.
  private static final int PANEL = 150;

  public Plot {
    panels = List.copyOf(panels);
  }

  /// How many points are shown.
  public long size() {
    return panels.stream().mapToLong(Panel::size).sum();
  }

  /// It grows with the panels.
  private int height() {
    return Math.max(HEIGHT, panels.size() * PANEL + PANEL);
  }

  /// Writes it as SVG.
  public void writeSvg(OutputStream out, Theme theme) throws IOException {
    SvgCanvas canvas = new SvgCanvas(WIDTH, height());
    new PlotDrawing(this, canvas, theme, height()).draw();
    out.write(canvas.document().getBytes(StandardCharsets.UTF_8));
  }

  /// Writes it as PNG.
  public void writePng(OutputStream out, Theme theme) throws IOException {
    ImageCanvas canvas = ImageCanvas.of(WIDTH, height());
    new PlotDrawing(this, canvas, theme, height()).draw();
    canvas.write(out);
  }
}
