package cellwarden.output.web;

import cellwarden.battery.EventJson;
import cellwarden.history.Grid;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.json.JsonText;
import cellwarden.render.table.RowFormat.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `/history` answers.
final class IntervalReply {

  private static final List<String> SUMMARY = List.of("min", "mean", "max", "last");
  private static final double MILLIS = 1000;

  private IntervalReply() {}

  /// One array for each column, as curves are drawn.
  ///
  /// @param known what of it the journal has
  /// @param total over the whole time
  /// @param leftOut what of the journal is not in it
  static WebReply json(
      HistoryQuery query,
      Grid grid,
      Optional<HistoryQuery.Period> known,
      List<Interval> intervals,
      Optional<Interval> total,
      LeftOut leftOut) {
    return WebReply.json(
        JsonText.object(json -> {
          json.writeStringProperty("battery", query.battery().orElse(""));
          json.writeStringProperty("from", EventJson.time(query.since()));
          json.writeStringProperty("to", EventJson.time(query.until()));
          known.ifPresent(period -> {
            json.writeStringProperty("journal_from", EventJson.time(period.from()));
            json.writeStringProperty("journal_to", EventJson.time(period.to()));
          });
          json.writeNumberProperty("every_s", grid.every().toSeconds());
          json.writeName("time");
          JsonText.writeValue(
              json, intervals.stream().map(it -> (Object) it.start().getEpochSecond()).toList());
          columns(query.fields(), intervals)
              .forEach((name, values) -> {
                json.writeName(name);
                JsonText.writeValue(json, values);
              });
          json.writeName("total");
          Map<String, @Nullable Object> sums = new LinkedHashMap<>();
          total.ifPresent(all ->
              columns(query.fields(), List.of(all))
                  .forEach((name, values) -> sums.put(name, values.getFirst())));
          JsonText.writeValue(json, sums);
          leftOut.write(json);
        }));
  }

  /// The same as a table.
  static WebReply csv(HistoryQuery query, List<Interval> intervals) throws IOException {
    List<String> names = new ArrayList<>();
    for (HistoryField field : query.fields()) {
      SUMMARY.forEach(what -> names.add(field.name() + "_" + what));
    }
    names.addAll(List.of("energy_in", "energy_out", "covered_s", "samples", "suspect_values"));
    CsvReply table = new CsvReply(names);
    for (Interval interval : intervals) {
      List<@Nullable Object> row = new ArrayList<>();
      columns(query.fields(), List.of(interval)).values().forEach(v -> row.add(v.getFirst()));
      table.row(new Row(interval.start(), interval.battery(), row));
    }
    return table.reply();
  }

  /// By name, one value for each interval.
  private static Map<String, List<@Nullable Object>> columns(
      List<HistoryField> fields, List<Interval> intervals) {
    Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    for (Interval interval : intervals) {
      for (int i = 0; i < fields.size(); i++) {
        Optional<Interval.Summary> summary = interval.summaries().get(i);
        String name = fields.get(i).name() + "_";
        add(columns, name + "min", summary.map(Interval.Summary::least).orElse(null));
        add(columns, name + "mean", summary.map(Interval.Summary::mean).orElse(null));
        add(columns, name + "max", summary.map(Interval.Summary::greatest).orElse(null));
        add(columns, name + "last", summary.map(Interval.Summary::last).orElse(null));
      }
      add(columns, "energy_in", rounded(interval.energyIn()));
      add(columns, "energy_out", rounded(interval.energyOut()));
      add(columns, "covered_s", interval.covered() / MILLIS);
      add(columns, "samples", interval.samples());
      add(columns, "suspect_values", interval.suspect());
    }
    return columns;
  }

  private static void add(
      Map<String, List<@Nullable Object>> columns, String name, @Nullable Object value) {
    columns.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static double rounded(double energy) {
    return Math.round(energy * MILLIS) / MILLIS;
  }
}
