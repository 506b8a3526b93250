package cellwarden.render.table;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Comma-separated values after RFC 4180, with a header; or as spreadsheets want them where people
/// write decimals with a comma: with semicolons between the values.
public final class CsvFormat implements RowFormat {

  private final Writer out;
  private final Function<Instant, String> times;
  private final Decimal decimal;

  /// What stands before the decimals of a number.
  public enum Decimal {
    POINT('.', ','),
    COMMA(',', ';');

    private final char sign;
    private final char separator;

    Decimal(char sign, char separator) {
      this.sign = sign;
      this.separator = separator;
    }
  }

  /// Writes the header.
  ///
  /// @param times writes the time of a row
  public CsvFormat(
      Writer out, List<Column> columns, Function<Instant, String> times, Decimal decimal)
      throws IOException {
    this.out = out;
    this.times = times;
    this.decimal = decimal;
    List<String> header = new ArrayList<>(List.of("time", "battery"));
    columns.forEach(column -> header.add(column.name()));
    line(header);
  }

  @Override
  public void row(Row row) throws IOException {
    List<String> texts = new ArrayList<>(List.of(times.apply(row.time()), row.battery()));
    row.values().forEach(value -> texts.add(text(value)));
    line(texts);
  }

  private String text(@Nullable Object value) {
    String text = ValueText.text(value);
    boolean numbers =
        value instanceof Number
            || (value instanceof List<?> list && list.stream().noneMatch(String.class::isInstance));
    return numbers ? text.replace('.', decimal.sign) : text;
  }

  private void line(List<String> texts) throws IOException {
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        out.write(decimal.separator);
      }
      out.write(quoted(texts.get(i)));
    }
    out.write("\r\n");
  }

  private String quoted(String text) {
    boolean plain =
        text.chars().noneMatch(c -> c == decimal.separator || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }
}
