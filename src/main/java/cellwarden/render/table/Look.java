package cellwarden.render.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the place can show that a table is printed to.
///
/// @param width columns of the terminal; 0 for a file or a pipe, where a line may be of any length
/// @param colours whether colours help
public record Look(int width, boolean colours) {

  /// A file or a pipe.
  public static final Look PLAIN = new Look(0, false);

  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");

  /// What a colour says, by its code.
  public enum Style {
    HEADING("1"),
    GOOD("32"),
    DOUBTFUL("33"),
    ALARM("1;31"),
    ASIDE("2");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /// The text in a colour, where there are any.
  public String paint(Style style, String text) {
    return colours && !text.isBlank() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }

  /// The lines of a text that fit.
  public List<String> wrapped(String text) {
    return width == 0 ? List.of(text) : wrap(text, width);
  }

  /// Cuts a text between words, so that no part is wider than this where words are not.
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && length(line + " " + word) > width) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// How many columns a text takes, whatever its colours.
  static int length(String text) {
    return text.indexOf('\u001b') < 0
        ? text.length()
        : ESCAPE.matcher(text).replaceAll("").length();
  }
}
