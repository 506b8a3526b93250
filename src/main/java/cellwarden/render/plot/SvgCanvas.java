package cellwarden.render.plot;

import java.util.Locale;

/// Draws as SVG. Letters come from a font of the reader.
final class SvgCanvas implements Canvas {

  private static final String FONTS = "DejaVu Sans,Verdana,Segoe UI,Helvetica,Arial,sans-serif";

  private final StringBuilder svg = new StringBuilder();

  SvgCanvas(int width, int height) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="%s">
        """
            .formatted(width, height, width, height, FONTS));
  }

  @Override
  public void rectangle(double x, double y, double width, double height, Ink ink) {
    svg.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
    svg.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
    svg.append("\" fill=\"").append(colour(ink)).append('"').append(opacity("fill", ink));
    svg.append("/>\n");
  }

  @Override
  public void line(double[] xs, double[] ys, double width, Ink ink) {
    svg.append("<path d=\"").append(path(xs, ys)).append("\" fill=\"none\" stroke=\"");
    svg.append(colour(ink)).append("\" stroke-width=\"").append(number(width));
    svg.append("\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    svg.append(opacity("stroke", ink)).append("/>\n");
  }

  @Override
  public void area(double[] xs, double[] ys, Ink ink) {
    svg.append("<path d=\"").append(path(xs, ys)).append("Z\" fill=\"").append(colour(ink));
    svg.append('"').append(opacity("fill", ink)).append("/>\n");
  }

  @Override
  public void text(double x, double y, String text, double size, Anchor anchor, Ink ink) {
    svg.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    svg.append("\" font-size=\"").append(number(size)).append("\" text-anchor=\"");
    svg.append(anchor.name().toLowerCase(Locale.ROOT)).append("\" fill=\"").append(colour(ink));
    svg.append("\">").append(escaped(text)).append("</text>\n");
  }

  /// The whole document.
  String document() {
    return svg + "</svg>\n";
  }

  private static String path(double[] xs, double[] ys) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(i == 0 ? "M" : "L").append(number(xs[i])).append(' ').append(number(ys[i]));
    }
    return path.toString();
  }

  /// A tenth of a pixel is fine enough.
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  private static String colour(Ink ink) {
    return String.format(Locale.ROOT, "#%06x", ink.rgb());
  }

  private static String opacity(String what, Ink ink) {
    return ink.opacity() == 1 ? "" : " " + what + "-opacity=\"" + ink.opacity() + "\"";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
