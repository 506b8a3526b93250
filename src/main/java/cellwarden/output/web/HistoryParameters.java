package cellwarden.output.web;

import cellwarden.history.Grid;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.output.web.WebRequest.Every;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The parameters of a question to the journal, each with its bound.
///
/// @param batteries all names
record HistoryParameters(WebRequest request, Set<String> batteries, Instant now) {

  /// Rows of an answer.
  static final int MOST_ROWS = 10_000;

  private static final int MOST_METRICS = 40;

  /// Rows times metrics of an answer.
  private static final int MOST_VALUES = 50_000;

  /// About so many points make a curve, where nobody says how many.
  private static final int POINTS = 500;

  private static final Duration A_DAY = Duration.ofDays(1);

  /// Lengths of intervals; from an hour on the summaries have the answer.
  private static final List<Duration> LENGTHS =
      Stream.of(10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 10_800, 21_600, 43_200)
          .map(Duration::ofSeconds)
          .toList();

  private static final List<Integer> DAYS = List.of(1, 2, 7, 14, 28);
  private static final String USUAL = "voltage,current,soc,cell_min,cell_max";

  /// What is asked for.
  ///
  /// @param usual how far it reaches back where nobody says so
  /// @param one whether it can be about one battery only
  HistoryQuery query(Duration usual, List<HistoryField> fields, boolean one) throws WebTrouble {
    Optional<String> battery = request.text("battery");
    if (battery.isEmpty() && one && batteries.size() > 1) {
      throw WebTrouble.wrong("say which battery; there are " + String.join(", ", batteries));
    }
    if (battery.isPresent() && !batteries.contains(battery.get())) {
      throw new WebTrouble(
          404, "there is no such battery; there are " + String.join(", ", batteries));
    }
    Instant to = within(request.time("to").orElseGet(() -> now.plusMillis(1)));
    Instant from = within(request.time("from").orElseGet(() -> to.minus(usual)));
    if (!from.isBefore(to)) {
      throw WebTrouble.wrong("from must be before to");
    }
    return new HistoryQuery(
        battery.or(() -> one ? batteries.stream().findFirst() : Optional.empty()),
        from,
        to,
        fields);
  }

  /// The metrics.
  List<HistoryField> fields() throws WebTrouble {
    List<HistoryField> fields = new ArrayList<>();
    for (String name : request.text("metric").orElse(USUAL).split(",", -1)) {
      HistoryField field =
          HistoryField.find(name)
              .filter(found -> found.numeric())
              .orElseThrow(() ->
                  WebTrouble.wrong(
                      "metric is a number of the samples, such as voltage or cells.1; several are joined by commas"));
      if (!fields.contains(field)) {
        fields.add(field);
      }
    }
    if (fields.size() > MOST_METRICS) {
      throw WebTrouble.wrong("at most " + MOST_METRICS + " metrics at once");
    }
    return fields;
  }

  boolean isCsv() throws WebTrouble {
    return switch (request.text("format").orElse("json")) {
      case "csv" -> true;
      case "json" -> false;
      default -> throw WebTrouble.wrong("format is json or csv");
    };
  }

  /// Samples at most.
  int limit() throws WebTrouble {
    Optional<String> said = request.text("limit");
    if (said.isPresent() && !said.get().matches("[1-9][0-9]{0,3}")) {
      throw WebTrouble.wrong("limit is 1 to 9999");
    }
    return said.map(Integer::parseInt).orElse(isCsv() ? MOST_ROWS : 1000);
  }

  /// The intervals that are asked for, or about five hundred of them.
  Grid grid(HistoryQuery query) throws WebTrouble {
    Optional<Every> said = request.every();
    try {
      if (said.isPresent()) {
        Grid grid =
            said.get().months() > 0
                ? Grid.ofMonths(said.get().months(), request.zone())
                : Grid.of(said.get().duration(), request.zone());
        long rows = span(query) / grid.every().toMillis();
        long most = Math.min(MOST_ROWS, MOST_VALUES / query.fields().size());
        if (rows > most) {
          throw WebTrouble.wrong(
              "that is %d intervals, more than %d for so many metrics; ask for less time, a longer every, fewer metrics, or use 'cellwarden history'"
                  .formatted(rows, most));
        }
        return grid;
      }
      long wanted = span(query) / POINTS;
      for (Duration length : LENGTHS) {
        if (length.toMillis() >= wanted) {
          return Grid.of(length, request.zone());
        }
      }
      int days = DAYS.stream().filter(d -> d * A_DAY.toMillis() >= wanted).findFirst().orElse(0);
      return days > 0
          ? Grid.of(A_DAY.multipliedBy(days), request.zone())
          : Grid.ofMonths((int) (wanted / A_DAY.multipliedBy(28).toMillis()) + 1, request.zone());
    } catch (IllegalArgumentException e) {
      throw WebTrouble.wrong("every: " + e.getMessage());
    }
  }

  private static Instant within(Instant time) {
    if (time.isBefore(HistoryQuery.BEGINNING)) {
      return HistoryQuery.BEGINNING;
    }
    return time.isAfter(HistoryQuery.END) ? HistoryQuery.END : time;
  }

  private static long span(HistoryQuery query) {
    return Duration.between(query.since(), query.until()).toMillis();
  }
}
