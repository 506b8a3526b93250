package cellwarden.render.table;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Lines of cells that stand under each other: each column is as wide as its longest cell, with two
/// blanks between columns. The last column is wrapped where a line would be longer than the
/// terminal.
public final class TextTable {

  static final String GAP = "  ";

  /// Less room than this is none: the last cell then goes below the others.
  private static final int LEAST_ROOM = 24;

  private static final String INDENT = "    ";

  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  private TextTable(int... least) {
    this.widths = least.clone();
  }

  /// An empty table whose cells stand left.
  ///
  /// @param least least width of each column
  public static TextTable of(int... least) {
    return new TextTable(least);
  }

  /// Adds a row.
  public TextTable row(String... cells) {
    rows.add(List.of(cells));
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], Look.length(cells[i]));
    }
    return this;
  }

  /// Prints the rows.
  public void print(PrintStream out, Look look) {
    int last = widths.length - 1;
    int before = 0;
    for (int i = 0; i < last; i++) {
      before += widths[i] + GAP.length();
    }
    int room = look.width() - before;
    boolean below = look.width() > 0 && room < Math.min(widths[last], LEAST_ROOM);
    String indent = below ? INDENT : " ".repeat(before);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < last; i++) {
        String cell = row.get(i);
        line.append(cell).repeat(' ', widths[i] - Look.length(cell) + GAP.length());
      }
      List<String> words =
          look.width() == 0
              ? List.of(row.get(last))
              : Look.wrap(row.get(last), below ? look.width() - INDENT.length() : room);
      boolean apart = below && Look.length(row.get(last)) > room;
      if (!apart) {
        line.append(words.getFirst());
      }
      out.println(line.toString().stripTrailing());
      words.stream().skip(apart ? 0 : 1).forEach(more -> out.println(indent + more));
    }
  }
}
