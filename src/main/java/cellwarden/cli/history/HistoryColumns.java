package cellwarden.cli.history;

import cellwarden.history.Grid;
import cellwarden.history.HistoryField;
import cellwarden.history.Interval;
import cellwarden.history.SampleRow;
import cellwarden.render.table.Look;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.RowFormat.Row;
import cellwarden.render.table.TableFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands in the columns of `history`, for samples and for intervals.
final class HistoryColumns {

  private static final List<String> SUMMARY = List.of("min", "mean", "max", "last");
  private static final double PER_CENT = 100;
  private static final double KILO = 1000;
  private static final String IN = "energy_in";
  private static final String OUT = "energy_out";

  /// So many fields matter more than bars of energy.
  private static final int WELL_SHOWN = 2;

  private HistoryColumns() {}

  static List<Column> ofSamples(List<HistoryField> fields) {
    return fields.stream()
        .map(
            field -> new Column(field.name(), "", heading(field), field.digits(), field.hasItems()))
        .toList();
  }

  /// @param people whether energy is in kWh where intervals are long, the share of the time is in
  ///   per cent and what goes without saying is left out
  static List<Column> ofIntervals(List<HistoryField> fields, boolean people, Grid grid) {
    List<Column> columns = new ArrayList<>();
    if (!people) {
      columns.add(new Column("samples", "", "", 0, false));
    }
    for (HistoryField field : fields) {
      for (String what : SUMMARY) {
        // A mean of whole numbers is none.
        int digits = what.equals("mean") ? Math.max(1, field.digits()) : field.digits();
        columns.add(new Column(field.name() + "_" + what, heading(field), what, digits, false));
      }
    }
    String energy = people && isInKilo(grid) ? "Energy, kWh" : "Energy, Wh";
    int digits = people && isInKilo(grid) ? 3 : 1;
    columns.add(new Column(IN, energy, "in", digits, false));
    columns.add(new Column(OUT, energy, "out", digits, false));
    columns.add(new Column("covered", "", "covered, %", 1, false));
    if (!people) {
      columns.add(new Column("suspect_values", "", "", 0, false));
    }
    return columns;
  }

  /// Of an hour and longer.
  private static boolean isInKilo(Grid grid) {
    return grid.every().toHours() > 0;
  }

  /// How a table of intervals is made to fit: the last and the mean values go first, the first
  /// field and the energy stay longest.
  ///
  /// @param hint what is said below
  static TableFormat.Fit fit(List<HistoryField> fields, Look look, String hint) {
    List<Set<String>> leaveOut = new ArrayList<>();
    List<HistoryField> backwards = fields.reversed();
    backwards.forEach(field -> leaveOut.add(Set.of(field.name() + "_last")));
    backwards.forEach(field -> leaveOut.add(Set.of(field.name() + "_mean")));
    for (int i = 0; i < backwards.size(); i++) {
      if (i == Math.max(0, backwards.size() - WELL_SHOWN)) {
        leaveOut.addAll(List.of(Set.of(TableFormat.Fit.BARS), Set.of("covered")));
      }
      leaveOut.add(Set.of(backwards.get(i).name() + "_min", backwards.get(i).name() + "_max"));
    }
    return new TableFormat.Fit(look, leaveOut, IN, OUT, Set.of(), hint);
  }

  private static String heading(HistoryField field) {
    return field.unit().isEmpty() ? field.label() : field.label() + ", " + field.unit();
  }

  static Row row(SampleRow sample, List<HistoryField> fields) {
    List<@Nullable Object> values = sample.values(fields);
    List<String> suspect = sample.suspect();
    if (sample.clockSet() && suspect.isEmpty()) {
      return new Row(sample.time(), sample.battery(), values);
    }
    Set<String> doubtful = new HashSet<>();
    if (!sample.clockSet()) {
      doubtful.add("time");
    }
    fields.stream()
        .filter(field -> field.isInDoubt(suspect))
        .forEach(field -> doubtful.add(field.name()));
    return new Row(sample.time(), sample.battery(), values, doubtful);
  }

  /// @param now what of the last interval is not over yet cannot be covered
  static Row row(
      Interval interval, List<HistoryField> fields, HistoryFormat format, Grid grid, Instant now) {
    boolean people = format == HistoryFormat.TABLE;
    List<@Nullable Object> values = new ArrayList<>();
    if (!people) {
      values.add(interval.samples());
    }
    for (int i = 0; i < fields.size(); i++) {
      Interval.Summary summary = interval.summaries().get(i).orElse(null);
      // A database wants a field to be of one type in every line.
      boolean whole = fields.get(i).digits() == 0 && format != HistoryFormat.INFLUX;
      values.add(summary == null ? null : value(summary.least(), whole));
      values.add(summary == null ? null : (Double) summary.mean());
      values.add(summary == null ? null : value(summary.greatest(), whole));
      values.add(summary == null ? null : value(summary.last(), whole));
    }
    double unit = people && isInKilo(grid) ? KILO : 1;
    values.add(rounded(interval.energyIn(), 1000) / unit);
    values.add(rounded(interval.energyOut(), 1000) / unit);
    double share = interval.coverage(now);
    values.add(people ? (Double) (share * PER_CENT) : (Double) rounded(share, 10_000));
    if (!people) {
      values.add(interval.suspect());
    }
    return new Row(interval.start(), interval.battery(), values);
  }

  private static Object value(double value, boolean whole) {
    return whole && value == Math.rint(value) ? (Object) (long) value : (Object) value;
  }

  private static double rounded(double value, long parts) {
    return Math.round(value * parts) / (double) parts;
  }
}
