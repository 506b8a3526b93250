package cellwarden.cli.history;

import cellwarden.history.EventRow;
import cellwarden.history.HistoryField;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.render.table.Look;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.RowFormat.Row;
import cellwarden.render.table.TextTable;
import cellwarden.text.Printable;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What happened, as rows and words.
final class EventTable {

  static final List<Column> COLUMNS =
      List.of(
          new Column("id", "", "", 0, false),
          new Column("event", "", "", 0, false),
          new Column("data", "", "", 0, false));

  /// What is looked at around an event.
  static final List<HistoryField> FIELDS =
      HistoryField.of(
          List.of(
              "soc",
              "voltage",
              "current",
              "cell_min",
              "cell_max",
              "charge_fet",
              "discharge_fet",
              "protections",
              "suspect"));

  private EventTable() {}

  /// @param named whether each row says which battery it is
  static void print(
      List<EventRow> events, boolean named, HistoryTime time, Look look, PrintStream out) {
    TextTable table = TextTable.of(0, 0, 0, 0);
    table.row("Time", "Id", "Event", "With");
    for (EventRow event : events) {
      table.row(
          time.text(event.time()),
          event.id().isPresent() ? Long.toString(event.id().getAsLong()) : "-",
          (named ? Printable.of(event.battery()) + ": " : "") + Printable.of(event.name()),
          data(event));
    }
    table.print(out, look);
    out.flush();
  }

  static Row row(EventRow event) {
    return new Row(
        event.time(),
        event.battery(),
        Arrays.asList(
            event.id().isPresent() ? (Long) event.id().getAsLong() : null,
            event.name(),
            data(event)));
  }

  /// All of the data but the values, which stand in the samples.
  private static String data(EventRow event) {
    try {
      JsonObject line = JsonObject.parse(event.json());
      JsonObject data = line.object("data").orElse(line);
      return data.names().stream()
          .filter(name -> data.object(name).isEmpty())
          .map(name -> name + " " + text(data.value(name).orElse(null)))
          .map(Printable::of)
          .collect(Collectors.joining(", "));
    } catch (JsonException e) {
      return "";
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : String.valueOf(value);
  }
}
