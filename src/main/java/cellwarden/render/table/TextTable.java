package cellwarden.render.table;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Lines of cells that stand under each other: each column is as wide as its longest cell, with two
/// blanks between columns.
public final class TextTable {

  static final String GAP = "  ";

  private final Align align;
  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  /// On which side the cells of all columns but the first stand; those of the first stand left.
  enum Align {
    LEFT,
    RIGHT
  }

  /// @param least least width of each column
  TextTable(Align align, int... least) {
    this.align = align;
    this.widths = least.clone();
  }

  /// An empty table whose cells stand left.
  ///
  /// @param least least width of each column
  public static TextTable of(int... least) {
    return new TextTable(Align.LEFT, least);
  }

  /// Adds a row.
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  TextTable row(List<String> cells) {
    rows.add(cells);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
    return this;
  }

  /// Prints the rows.
  public void print(PrintStream out) {
    rows.forEach(row -> out.println(line(row)));
  }

  List<List<String>> rows() {
    return rows;
  }

  int width(int column) {
    return widths[column];
  }

  void widen(int column, int by) {
    widths[column] += by;
  }

  /// The cells in their columns, without blanks at the end; longer cells push the rest aside.
  String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      int room = Math.max(0, widths[i] - cell.length());
      boolean right = i > 0 && align == Align.RIGHT;
      line.append(i == 0 ? "" : GAP).repeat(' ', right ? room : 0).append(cell);
      if (!right && i < widths.length - 1) {
        line.repeat(' ', room);
      }
    }
    return line.toString();
  }
}
