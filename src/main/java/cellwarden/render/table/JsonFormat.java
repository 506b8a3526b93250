package cellwarden.render.table;

import cellwarden.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// One JSON object for each row: one a line, or all of them in an array.
public final class JsonFormat implements RowFormat {

  private final OutputStream out;
  private final List<Column> columns;
  private final Function<Instant, String> times;
  private final boolean array;
  private boolean begun;

  /// Writes nothing yet.
  ///
  /// @param times writes the time of a row
  /// @param array whether all objects stand in one array
  public JsonFormat(
      OutputStream out, List<Column> columns, Function<Instant, String> times, boolean array) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.times = times;
    this.array = array;
  }

  @Override
  public void row(Row row) throws IOException {
    object(
        JsonText.object(json -> {
          json.writeStringProperty("time", times.apply(row.time()));
          json.writeStringProperty("battery", row.battery());
          for (int i = 0; i < columns.size(); i++) {
            json.writeName(columns.get(i).name());
            JsonText.writeValue(json, row.values().get(i));
          }
        }));
  }

  /// Writes an object as it is.
  ///
  /// @param json UTF-8
  public void object(byte[] json) throws IOException {
    if (array) {
      write(begun ? ",\n" : "[\n");
    }
    begun = true;
    out.write(json);
    if (!array) {
      out.write('\n');
    }
  }

  @Override
  public void end() throws IOException {
    if (array) {
      write(begun ? "\n]\n" : "[]\n");
    }
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
