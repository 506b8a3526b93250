package cellwarden.render.table;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// InfluxDB's line protocol: measurement `cellwarden`, tag `battery`, one field for each value,
/// time in nanoseconds.
///
/// A field keeps its type in every line, since a database refuses a second one: decimals are
/// floats, whole numbers of the sample are integers (`87i`). What is unknown is left out, and so is
/// a line without any value.
public final class InfluxFormat implements RowFormat {

  private static final String MEASUREMENT = "cellwarden";

  private final Writer out;
  private final List<Column> columns;

  public InfluxFormat(Writer out, List<Column> columns) {
    this.out = out;
    this.columns = List.copyOf(columns);
  }

  @Override
  public void row(Row row) throws IOException {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      append(fields, columns.get(i), row.values().get(i));
    }
    if (fields.isEmpty()) {
      return;
    }
    out.write(MEASUREMENT + ",battery=" + key(row.battery()) + " " + fields + " ");
    out.write(nanos(row.time()) + "\n");
  }

  private static void append(StringBuilder fields, Column column, @Nullable Object value) {
    if (column.list() && value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        append(fields, column.name() + "." + (i + 1), items.get(i));
      }
    } else {
      append(fields, column.name(), value);
    }
  }

  private static void append(StringBuilder fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.append(fields.isEmpty() ? "" : ",").append(key(name)).append('=').append(field(value));
    }
  }

  private static String field(Object value) {
    return switch (value) {
      case Double number -> ValueText.text(number);
      case Number whole -> whole + "i";
      case Boolean flag -> flag.toString();
      default -> '"' + ValueText.text(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    };
  }

  /// Keys and tags: a comma, an equals sign or a blank would end them.
  private static String key(String text) {
    return text.replaceAll("[\\r\\n]", " ").replaceAll("[,= ]", "\\\\$0");
  }

  private static String nanos(Instant time) {
    return Long.toString(time.getEpochSecond())
        + String.format(Locale.ROOT, "%09d", time.getNano());
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }
}
