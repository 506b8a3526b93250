package cellwarden.render.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/// Draws as an image. Needs no display, no fonts and no graphics card.
final class ImageCanvas implements Canvas {

  private static final int OPAQUE = 255;

  private final BufferedImage image;
  private final Graphics2D graphics;

  private ImageCanvas(BufferedImage image) {
    this.image = image;
    this.graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  static ImageCanvas of(int width, int height) {
    // Must be said before anything of AWT is loaded: else it looks for a display.
    System.setProperty("java.awt.headless", "true");
    return new ImageCanvas(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
  }

  @Override
  public void rectangle(double x, double y, double width, double height, Ink ink) {
    graphics.setColor(colour(ink));
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void line(double[] xs, double[] ys, double width, Ink ink) {
    graphics.setColor(colour(ink));
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path(xs, ys));
  }

  @Override
  public void area(double[] xs, double[] ys, Ink ink) {
    Path2D path = path(xs, ys);
    path.closePath();
    graphics.setColor(colour(ink));
    graphics.fill(path);
  }

  @Override
  public void text(double x, double y, String text, double size, Anchor anchor, Ink ink) {
    double width = Glyphs.width(text, size);
    double start =
        switch (anchor) {
          case START -> x;
          case MIDDLE -> x - width / 2;
          case END -> x - width;
        };
    graphics.setColor(colour(ink));
    graphics.fill(Glyphs.outline(text, start, y, size));
  }

  /// Writes the image as PNG.
  void write(OutputStream out) throws IOException {
    graphics.dispose();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", out);
  }

  private static Path2D path(double[] xs, double[] ys) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < xs.length; i++) {
      if (i == 0) {
        path.moveTo(xs[i], ys[i]);
      } else {
        path.lineTo(xs[i], ys[i]);
      }
    }
    return path;
  }

  private static Color colour(Ink ink) {
    return new Color(
        ink.rgb() >> 16,
        ink.rgb() >> 8 & 0xff,
        ink.rgb() & 0xff,
        (int) Math.round(ink.opacity() * OPAQUE));
  }
}
