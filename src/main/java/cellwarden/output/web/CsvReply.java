package cellwarden.output.web;

import cellwarden.battery.EventJson;
import cellwarden.render.table.CsvFormat;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.RowFormat.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A table that becomes a file in the browser.
final class CsvReply {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CsvFormat table;

  CsvReply(List<String> columns) throws IOException {
    table =
        new CsvFormat(
            new OutputStreamWriter(out, StandardCharsets.UTF_8),
            columns.stream().map(name -> new Column(name, "", "", 0, false)).toList(),
            EventJson::time,
            CsvFormat.Decimal.POINT);
  }

  void row(Row row) throws IOException {
    table.row(row);
  }

  /// Bytes so far, about.
  int size() {
    return out.size();
  }

  WebReply reply() throws IOException {
    table.end();
    return new WebReply(
        200,
        "text/csv; charset=utf-8",
        Map.of(
            "Cache-Control",
            "no-store",
            "Content-Disposition",
            "attachment; filename=\"cellwarden.csv\""),
        out.toByteArray());
  }
}
