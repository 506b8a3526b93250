package cellwarden.render.table;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Comma-separated values after RFC 4180, with a header.
public final class CsvFormat implements RowFormat {

  private final Writer out;
  private final Function<Instant, String> times;

  /// Writes the header.
  ///
  /// @param times writes the time of a row
  public CsvFormat(Writer out, List<Column> columns, Function<Instant, String> times)
      throws IOException {
    this.out = out;
    this.times = times;
    List<String> header = new ArrayList<>(List.of("time", "battery"));
    columns.forEach(column -> header.add(column.name()));
    line(header);
  }

  @Override
  public void row(Row row) throws IOException {
    List<String> texts = new ArrayList<>(List.of(times.apply(row.time()), row.battery()));
    row.values().forEach(value -> texts.add(ValueText.text(value)));
    line(texts);
  }

  private void line(List<String> texts) throws IOException {
    for (int i = 0; i < texts.size(); i++) {
      out.write(i == 0 ? "" : ",");
      out.write(quoted(texts.get(i)));
    }
    out.write("\r\n");
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }
}
