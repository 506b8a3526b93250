package cellwarden.cli.history;

import cellwarden.history.HistoryField;
import cellwarden.render.table.CsvFormat;
import cellwarden.render.table.InfluxFormat;
import cellwarden.render.table.JsonFormat;
import cellwarden.render.table.RowFormat;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.TableFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;

/// Makes the format that was asked for.
///
/// @param intervals whether the rows are intervals: their times have the offset of the zone whose
///   days they are
record HistoryOutput(HistoryFormat format, boolean intervals, ZoneId zone) {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /// @param whole days need no time in a table
  RowFormat of(OutputStream out, List<HistoryField> fields, boolean whole) throws IOException {
    List<Column> columns =
        intervals
            ? HistoryColumns.ofIntervals(fields, format == HistoryFormat.TABLE)
            : HistoryColumns.ofSamples(fields);
    return switch (format) {
      case TABLE -> new TableFormat(writer(out), columns, people(whole));
      case CSV -> new CsvFormat(writer(out), columns, times());
      case INFLUX -> new InfluxFormat(writer(out), columns);
      case JSON, JSONL -> new JsonFormat(out, columns, times(), format == HistoryFormat.JSON);
      case PNG, SVG -> throw new IllegalStateException("a plot has no rows");
    };
  }

  private Function<Instant, String> times() {
    return intervals
        ? time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone))
        : UTC::format;
  }

  private Function<Instant, String> people(boolean whole) {
    LocalTimes local = new LocalTimes(zone);
    return whole ? local::day : local::text;
  }

  private static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }
}
