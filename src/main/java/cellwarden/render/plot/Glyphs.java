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

/// Letters as shapes, and how wide they are. The JDK's own text needs a font, and the library that
/// looks for one, on the machine; a server often has neither.
final class Glyphs {

  private static final double UNITS = 2048;
  private static final String ELLIPSIS = "\u2026";

  /// What is not there is taken to be as wide as it may be in a font of the reader.
  private static final int WIDEST = 2600;

  private static final Map<Integer, Glyph> GLYPHS = load();

  /// @param steps of its outline
  private record Glyph(int advance, String steps) {

    void appendTo(Path2D outline, AffineTransform place) {
      String[] words = steps.split(" ", -1);
      Path2D path = new Path2D.Double();
      int i = 0;
      while (i < words.length && !words[i].isEmpty()) {
        switch (words[i]) {
          case "M" -> path.moveTo(at(words, i + 1), at(words, i + 2));
          case "L" -> path.lineTo(at(words, i + 1), at(words, i + 2));
          case "Q" ->
              path.quadTo(at(words, i + 1), at(words, i + 2), at(words, i + 3), at(words, i + 4));
          case "Z" -> path.closePath();
          default -> throw new IllegalStateException("no step of an outline: " + words[i]);
        }
        i += "Q".equals(words[i]) ? 5 : "Z".equals(words[i]) ? 1 : 3;
      }
      outline.append(path.getPathIterator(place), false);
    }
  }

  private Glyphs() {}

  private static Map<Integer, Glyph> load() {
    Map<Integer, Glyph> loaded = new HashMap<>();
    try (InputStream in = Objects.requireNonNull(Glyphs.class.getResourceAsStream("glyphs.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = (line + " ").split(" ", 3);
          loaded.put(
              Integer.parseInt(words[0], 16), new Glyph(Integer.parseInt(words[1]), words[2]));
        }
      }
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double at(String[] words, int index) {
    return Double.parseDouble(words[index]);
  }

  /// How wide a text is, pixels.
  static double width(String text, double size) {
    return text.codePoints().mapToDouble(point -> glyph(point).advance()).sum() * size / UNITS;
  }

  /// As much of a text as there is room for; what is cut ends with an ellipsis.
  static String fit(String text, double size, double room) {
    if (width(text, size) <= room) {
      return text;
    }
    int length = text.length();
    while (length > 0 && width(text.substring(0, length) + ELLIPSIS, size) > room) {
      length = text.offsetByCodePoints(length, -1);
    }
    return text.substring(0, length).stripTrailing() + ELLIPSIS;
  }

  /// The shape of a text that begins at a place of the base line.
  static Path2D outline(String text, double x, double y, double size) {
    double scale = size / UNITS;
    Path2D outline = new Path2D.Double();
    double pen = x;
    for (int point : text.codePoints().toArray()) {
      Glyph glyph = glyph(point);
      glyph.appendTo(outline, new AffineTransform(scale, 0, 0, scale, pen, y));
      pen += glyph.advance() * scale;
    }
    return outline;
  }

  private static Glyph glyph(int codePoint) {
    Glyph glyph = GLYPHS.get(codePoint);
    return glyph == null
        ? new Glyph(WIDEST, Objects.requireNonNull(GLYPHS.get((int) '?')).steps())
        : glyph;
  }
}
