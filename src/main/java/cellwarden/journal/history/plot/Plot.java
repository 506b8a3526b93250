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
/// @param gap milliseconds between two points from which on they are not connected
/// @param panels from above
public record Plot(
    String title, String subtitle, String remark, TimeAxis axis, long gap, List<Panel> panels) {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 800;

  public Plot {
    panels = List.copyOf(panels);
  }

  /// How many points are shown.
  public long size() {
    return panels.stream().mapToLong(panel -> panel.points().size()).sum();
  }

  /// Writes it as SVG.
  public void writeSvg(OutputStream out, Theme theme) throws IOException {
    SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);
    new PlotDrawing(this, canvas, theme, WIDTH, HEIGHT).draw();
    out.write(canvas.document().getBytes(StandardCharsets.UTF_8));
  }

  /// Writes it as PNG.
  public void writePng(OutputStream out, Theme theme) throws IOException {
    ImageCanvas canvas = ImageCanvas.of(WIDTH, HEIGHT);
    new PlotDrawing(this, canvas, theme, WIDTH, HEIGHT).draw();
    canvas.write(out);
  }
}
