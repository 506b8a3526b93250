package cellwarden.render.plot;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Letters as shapes. The JDK's own text needs a font, and the library that looks for one, on the
/// machine; a server often has neither.
final class Glyphs {

  private static final double UNITS = 2048;

  private final Map<Integer, Glyph> glyphs = new HashMap<>();

  private record Glyph(double advance, Path2D outline) {}

  private Glyphs() {}

  static Glyphs load() {
    Glyphs loaded = new Glyphs();
    try (InputStream in = Objects.requireNonNull(Glyphs.class.getResourceAsStream("glyphs.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          loaded.add(line.split(" ", -1));
        }
      }
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String[] words) {
    Path2D outline = new Path2D.Double();
    int i = 2;
    while (i < words.length) {
      switch (words[i]) {
        case "M" -> outline.moveTo(at(words, i + 1), at(words, i + 2));
        case "L" -> outline.lineTo(at(words, i + 1), at(words, i + 2));
        case "Q" ->
            outline.quadTo(at(words, i + 1), at(words, i + 2), at(words, i + 3), at(words, i + 4));
        case "Z" -> outline.closePath();
        default -> throw new IllegalStateException("no step of an outline: " + words[i]);
      }
      i += "Q".equals(words[i]) ? 5 : "Z".equals(words[i]) ? 1 : 3;
    }
    glyphs.put(Integer.parseInt(words[0], 16), new Glyph(at(words, 1), outline));
  }

  private static double at(String[] words, int index) {
    return Double.parseDouble(words[index]);
  }

  /// How wide a text is, pixels.
  double width(String text, double size) {
    return text.codePoints().mapToDouble(point -> glyph(point).advance()).sum() * size / UNITS;
  }

  /// The shape of a text that begins at a place of the base line.
  Path2D outline(String text, double x, double y, double size) {
    double scale = size / UNITS;
    Path2D outline = new Path2D.Double();
    double pen = x;
    for (int point : text.codePoints().toArray()) {
      Glyph glyph = glyph(point);
      AffineTransform place = new AffineTransform(scale, 0, 0, scale, pen, y);
      outline.append(glyph.outline().getPathIterator(place), false);
      pen += glyph.advance() * scale;
    }
    return outline;
  }

  private Glyph glyph(int codePoint) {
    Glyph glyph = glyphs.get(codePoint);
    return glyph == null ? Objects.requireNonNull(glyphs.get((int) '?')) : glyph;
  }
}
