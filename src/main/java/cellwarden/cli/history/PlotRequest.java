package cellwarden.cli.history;

import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.render.plot.Plot;
import cellwarden.render.plot.TimeAxis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the plot that was asked for. Unless the interval was said, it is the shortest that gives a
/// point for each pixel or fewer.
final class PlotRequest {

  private static final int POINTS = 1000;

  private static final List<Duration> INTERVALS =
      Stream.of(
              "PT1S", "PT2S", "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M",
              "PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "P1D", "P7D")
          .map(Duration::parse)
          .toList();

  private final HistoryRequest request;
  private final HistoryQuery.Period known;

  private PlotRequest(HistoryRequest request, HistoryQuery.Period known) {
    this.request = request;
    this.known = known;
  }

  /// Asks the journal.
  ///
  /// @return empty if there is nothing to show
  static Optional<Plot> of(History history, HistoryRequest request)
      throws HistoryException, IOException, InterruptedException {
    Optional<HistoryQuery.Period> known = history.period(request.query());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    PlotRequest plot = new PlotRequest(request, known.get());
    Grid grid =
        request.grid().isPresent()
            ? request.grid().get()
            : Grid.of(plot.interval(), request.zone());
    List<Interval> intervals = new ArrayList<>();
    history.intervals(request.query(), grid, intervals::add);
    return intervals.isEmpty() ? Optional.empty() : Optional.of(plot.of(intervals, grid.every()));
  }

  private Duration interval() {
    HistoryQuery query = request.query();
    Instant to = earlier(query.until(), known.to());
    Duration point = Duration.between(later(query.since(), known.from()), to).dividedBy(POINTS);
    return INTERVALS.stream()
        .filter(interval -> interval.compareTo(point) >= 0)
        .findFirst()
        .orElse(INTERVALS.getLast());
  }

  private Plot of(List<Interval> intervals, Duration every) {
    HistoryQuery.Period span = span(intervals);
    PlotWords words = new PlotWords(span, request.zone());
    return new Plot(
        intervals.getFirst().battery(),
        words.subtitle(every),
        words.remark(intervals),
        new TimeAxis(span.from().toEpochMilli(), span.to().toEpochMilli(), request.zone()),
        every.toMillis(),
        new PlotPanels(intervals, span).of(request.fields()));
  }

  /// The time that was asked for as far as it is over, from the beginning of the journal on: an
  /// outage at either end is part of it.
  private HistoryQuery.Period span(List<Interval> intervals) {
    HistoryQuery query = request.query();
    Instant over = later(request.now(), known.to());
    Instant from = later(known.from(), earlier(query.since(), intervals.getFirst().start()));
    Instant to = later(query.until(), intervals.getLast().end());
    return new HistoryQuery.Period(from, earlier(to, over));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
