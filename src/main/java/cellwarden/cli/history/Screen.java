package cellwarden.cli.history;

import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryQuery;
import cellwarden.render.table.Look;
import cellwarden.render.table.Look.Style;
import cellwarden.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How intervals are shown to a person: as long as the user said, or so long that they fill a
/// screen, with a title then that says so.
///
/// @param chosen how long they are in words, where the user did not say; empty where it was said
/// @param first local day that is shown
record Screen(Grid grid, Optional<String> chosen, LocalDate first, LocalDate last) {

  private static final int USUAL_ROWS = 31;
  private static final int LEAST_ROWS = 12;

  /// Lines for title, headings, total, hints and the next prompt.
  private static final int OTHER_LINES = 9;

  private record Choice(String words, Function<ZoneId, Grid> grid) {}

  private static final List<Choice> CHOICES =
      List.of(
          ofLength("minute", Duration.ofMinutes(1)),
          ofLength("5 minutes", Duration.ofMinutes(5)),
          ofLength("15 minutes", Duration.ofMinutes(15)),
          ofLength("hour", Duration.ofHours(1)),
          ofLength("2 hours", Duration.ofHours(2)),
          ofLength("3 hours", Duration.ofHours(3)),
          ofLength("day", Duration.ofDays(1)),
          ofLength("week", Duration.ofDays(7)),
          new Choice("month", zone -> Grid.ofMonths(1, zone)),
          new Choice("year", zone -> Grid.ofMonths(12, zone)));

  private static Choice ofLength(String words, Duration length) {
    return new Choice(words, zone -> Grid.of(length, zone));
  }

  /// What suits a request.
  ///
  /// @param height of the terminal in lines; 0 without one
  static Screen of(History history, HistoryOptions.Request request, int height)
      throws HistoryException, IOException, InterruptedException {
    HistoryTime time = request.time();
    HistoryQuery query = request.query();
    Optional<HistoryQuery.Period> known = history.period(query);
    Instant from = later(query.since(), known.map(HistoryQuery.Period::from).orElse(query.since()));
    Instant to = query.until();
    if (known.isPresent() && known.get().to().isBefore(to)) {
      to = known.get().to().plusMillis(1);
    }
    LocalDate first = from.atZone(time.zone()).toLocalDate();
    LocalDate last = later(from, to.minusMillis(1)).atZone(time.zone()).toLocalDate();
    if (request.grid().isPresent()) {
      return new Screen(request.grid().get(), Optional.empty(), first, last);
    }
    int rows = height == 0 ? USUAL_ROWS : Math.clamp(height - OTHER_LINES, LEAST_ROWS, USUAL_ROWS);
    Duration all = Duration.between(from, later(from, to));
    for (Choice choice : CHOICES) {
      Grid grid = choice.grid().apply(time.zone());
      // A day is shown by the hour, not by minutes of which there are few as yet.
      boolean fine = query.since().equals(time.today()) && grid.every().toHours() == 0;
      if (!fine && all.dividedBy(grid.every()) < rows) {
        return new Screen(grid, Optional.of(choice.words()), first, last);
      }
    }
    Choice longest = CHOICES.getLast();
    return new Screen(longest.grid().apply(time.zone()), Optional.of(longest.words()), first, last);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// Whether the title says the day.
  boolean isOneDay() {
    return chosen.isPresent() && first.equals(last);
  }

  /// Empty where the user knows already.
  String title(String battery, Look look) {
    if (chosen.isEmpty()) {
      return "";
    }
    String days = isOneDay() ? first.toString() : first + " to " + last;
    String words =
        "%s, %s, by %s (%s)".formatted(Printable.of(battery), days, chosen.get(), grid.zone());
    return look.wrapped(words).stream()
        .map(line -> look.paint(Style.HEADING, line) + "\n")
        .collect(Collectors.joining("", "", "\n"));
  }

  /// How to see other things; empty where the user knows already.
  String hint() {
    return chosen.isEmpty()
        ? ""
        : "Each sample: --samples. Other times: --since 7d, --since 2026-06, --every 1mo.";
  }
}
