package cellwarden.render.table;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A table for people. The first rows decide how wide the columns are.
public final class TableFormat implements RowFormat {

  private static final int ROWS_TO_MEASURE = 200;
  private static final String MARK = "*";
  private static final String EXPLANATION =
      "* The clock was not set yet, or the value cannot be or contradicts another one.";

  private final Writer out;
  private final List<Column> columns;
  private final Function<Instant, String> times;
  private final TextTable table;
  private boolean begun;
  private boolean marked;

  /// Writes nothing yet.
  ///
  /// @param times writes the time of a row
  public TableFormat(Writer out, List<Column> columns, Function<Instant, String> times) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.times = times;
    this.table = new TextTable(TextTable.Align.RIGHT, new int[columns.size() + 1]);
    table.row(Stream.concat(Stream.of("Time"), columns.stream().map(Column::label)).toList());
  }

  @Override
  public void row(Row row) throws IOException {
    List<String> cells = new ArrayList<>();
    cells.add(times.apply(row.time()) + mark(row, "time"));
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String text =
          ValueText.forPeople(
              row.values().get(i), "-", " ", value -> ValueText.number(value, column.digits()));
      cells.add(text + mark(row, column.name()));
    }
    if (begun) {
      write(cells);
    } else if (table.row(cells).rows().size() > ROWS_TO_MEASURE) {
      begin();
    }
  }

  private String mark(Row row, String column) {
    boolean doubtful = row.doubtful().contains(column);
    marked |= doubtful;
    return doubtful ? MARK : "";
  }

  private void begin() throws IOException {
    begun = true;
    if (columns.stream().anyMatch(column -> !column.group().isEmpty())) {
      writeGroups();
    }
    for (List<String> row : table.rows()) {
      write(row);
    }
  }

  /// Each group's heading over its columns, which are made wide enough for it.
  private void writeGroups() throws IOException {
    StringBuilder line = new StringBuilder(" ".repeat(table.width(0)));
    int i = 0;
    while (i < columns.size()) {
      int end = i;
      int width = -TextTable.GAP.length();
      while (end < columns.size() && columns.get(end).group().equals(columns.get(i).group())) {
        end++;
        width += TextTable.GAP.length() + table.width(end);
      }
      String group = columns.get(i).group();
      int missing = Math.max(0, group.length() - width);
      table.widen(i + 1, missing);
      line.append(TextTable.GAP).repeat(' ', width + missing - group.length()).append(group);
      i = end;
    }
    out.write(line.toString().stripTrailing() + "\n");
  }

  private void write(List<String> cells) throws IOException {
    out.write(table.line(cells) + "\n");
  }

  @Override
  public void end() throws IOException {
    if (!begun && table.rows().size() > 1) {
      begin();
    }
    if (marked) {
      out.write("\n" + EXPLANATION + "\n");
    }
    out.flush();
  }
}
