package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import cellwarden.history.EventRow;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.HistoryWatcher;
import cellwarden.history.Interval;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the journal knows of the time before: the last hour by the minute, and the last events.
/// Without a journal that can be read the picture begins now.
///
/// @param journal its current file
record JournalPast(Path journal) {

  private static final Duration EVENTS = Duration.ofDays(1);
  private static final int MOST_EVENTS = 20;

  private static final HistoryWatcher NOBODY = HistoryWatcher.ofNotes(_ -> {});

  /// Gives it to the board.
  void show(List<String> batteries, WatchBoard board) throws InterruptedException {
    Instant now = Instant.now();
    List<HistoryField> fields = Hour.SHOWN.stream().map(HistoryField::of).toList();
    try (History history = History.open(journal, true, NOBODY)) {
      for (String battery : batteries) {
        HistoryQuery hour =
            new HistoryQuery(
                Optional.of(battery), now.minus(Duration.ofMinutes(Hour.MINUTES)), now, fields);
        if (history.period(hour).isPresent()) {
          Optional<Interval> _ =
              history.intervals(
                  hour, Grid.utc(Duration.ofMinutes(1)), interval -> minute(interval, board));
        }
      }
      HistoryQuery day = new HistoryQuery(Optional.empty(), now.minus(EVENTS), now, List.of());
      for (EventRow event : history.events(day, now, MOST_EVENTS)) {
        board.event(JsonObject.parse(event.json()));
      }
    } catch (HistoryException | IOException | JsonException e) {
      // There is none, or this user may not read it.
    }
  }

  private static void minute(Interval interval, WatchBoard board) {
    for (int i = 0; i < Hour.SHOWN.size(); i++) {
      Metric metric = Hour.SHOWN.get(i);
      interval
          .summaries()
          .get(i)
          .ifPresent(summary ->
              board.minute(
                  interval.battery(),
                  metric,
                  interval.start(),
                  summary.mean(),
                  interval.samples()));
    }
  }
}
