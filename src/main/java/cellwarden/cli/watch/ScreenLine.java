package cellwarden.cli.watch;

import cellwarden.render.table.Look;
import cellwarden.render.table.Look.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of the screen while it is written: never longer than the screen is wide. For one
/// thread.
final class ScreenLine {

  private static final String BLOCKS = " ▏▎▍▌▋▊▉█";

  private record Piece(String text, Optional<Style> style) {}

  private final int width;
  private final List<Piece> pieces = new ArrayList<>();
  private int length;

  /// @param width columns that there are
  ScreenLine(int width) {
    this.width = width;
  }

  /// Adds a text.
  ScreenLine add(String text) {
    return add(text, Optional.empty());
  }

  /// Adds a text in a colour.
  ScreenLine add(Style style, String text) {
    return add(text, Optional.of(style));
  }

  private ScreenLine add(String text, Optional<Style> style) {
    String fits = text.length() > width - length ? text.substring(0, width - length) : text;
    pieces.add(new Piece(fits, style));
    length += fits.length();
    return this;
  }

  /// Adds blanks up to this column, from 0; at least one unless the line is empty.
  ScreenLine to(int column) {
    return add(" ".repeat(Math.max(length == 0 ? 0 : 1, column - length)));
  }

  /// Adds a text so that it ends with the line.
  ScreenLine atEnd(Style style, String text) {
    return to(width - text.length()).add(style, text);
  }

  /// As much of a text as leaves so many columns.
  String cut(String text, int rest) {
    int room = Math.max(0, left() - rest);
    return text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + "…";
  }

  /// A share of a whole as a bar of so many columns.
  static String bar(double share, int columns) {
    int eighths = (int) Math.round(Math.clamp(share, 0, 1) * columns * 8);
    String full = "█".repeat(eighths / 8);
    String rest = eighths % 8 == 0 ? "" : BLOCKS.substring(eighths % 8, eighths % 8 + 1);
    return full + rest + "·".repeat(columns - full.length() - rest.length());
  }

  /// Columns that are left.
  int left() {
    return width - length;
  }

  /// The line as it is sent to the screen.
  String text(Look look) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(piece.style().map(style -> look.paint(style, piece.text())).orElse(piece.text()));
    }
    return text.toString().stripTrailing();
  }
}
