package cellwarden.render.table;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table for people. The first rows decide how wide the columns are.
public final class TableFormat implements RowFormat {

  private static final int ROWS_TO_MEASURE = 200;
  private static final String GAP = "  ";
  private static final String MARK = "*";
  private static final String EXPLANATION =
      "* The clock was not set yet, or the value cannot be or contradicts another one.";

  private final Writer out;
  private final List<Column> columns;
  private final Function<Instant, String> times;
  private final List<List<String>> waiting = new ArrayList<>();
  private boolean marked;
  private int[] widths = new int[0];

  /// Writes nothing yet.
  ///
  /// @param times writes the time of a row
  public TableFormat(Writer out, List<Column> columns, Function<Instant, String> times) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.times = times;
  }

  @Override
  public void row(Row row) throws IOException {
    List<String> cells = new ArrayList<>();
    cells.add(times.apply(row.time()) + mark(row, "time"));
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      cells.add(text(row.values().get(i), column.digits()) + mark(row, column.name()));
    }
    if (widths.length > 0) {
      write(cells);
      return;
    }
    waiting.add(cells);
    if (waiting.size() == ROWS_TO_MEASURE) {
      begin();
    }
  }

  private String mark(Row row, String column) {
    boolean doubtful = row.doubtful().contains(column);
    marked |= doubtful;
    return doubtful ? MARK : "";
  }

  private static String text(@Nullable Object value, int digits) {
    return switch (value) {
      case null -> "-";
      case Double number -> ValueText.fixed(number, digits);
      case Boolean on -> on ? "on" : "off";
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list ->
          list.stream().map(item -> text(item, digits)).collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }

  private void begin() throws IOException {
    List<String> labels = new ArrayList<>(List.of("Time"));
    columns.forEach(column -> labels.add(column.label()));
    widths = labels.stream().mapToInt(String::length).toArray();
    for (List<String> row : waiting) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    if (columns.stream().anyMatch(column -> !column.group().isEmpty())) {
      writeGroups();
    }
    write(labels);
    for (List<String> row : waiting) {
      write(row);
    }
    waiting.clear();
  }

  /// Each group's heading over its columns, which are made wide enough for it.
  private void writeGroups() throws IOException {
    StringBuilder line = new StringBuilder(" ".repeat(widths[0]));
    int i = 0;
    while (i < columns.size()) {
      int end = i;
      int width = -GAP.length();
      while (end < columns.size() && columns.get(end).group().equals(columns.get(i).group())) {
        end++;
        width += GAP.length() + widths[end];
      }
      String group = columns.get(i).group();
      widths[i + 1] += Math.max(0, group.length() - width);
      int room = Math.max(width, group.length());
      line.append(GAP).append(" ".repeat(room - group.length())).append(group);
      i = end;
    }
    out.write(line.toString().stripTrailing() + "\n");
  }

  private void write(List<String> cells) throws IOException {
    StringBuilder line = new StringBuilder(cells.getFirst());
    line.repeat(' ', Math.max(0, widths[0] - line.length()));
    for (int i = 1; i < cells.size(); i++) {
      line.append(GAP)
          .repeat(' ', Math.max(0, widths[i] - cells.get(i).length()))
          .append(cells.get(i));
    }
    out.write(line.append('\n').toString());
  }

  @Override
  public void end() throws IOException {
    if (widths.length == 0 && !waiting.isEmpty()) {
      begin();
    }
    if (marked) {
      out.write("\n" + EXPLANATION + "\n");
    }
    out.flush();
  }
}
