package cellwarden.output.web;

import cellwarden.battery.EventJson;
import cellwarden.history.Episode;
import cellwarden.history.EventRow;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.HistoryWatcher;
import cellwarden.history.Interval;
import cellwarden.history.SampleRow;
import cellwarden.json.JsonText;
import cellwarden.output.web.WebRequest.Every;
import cellwarden.render.table.CsvFormat;
import cellwarden.render.table.RowFormat;
import cellwarden.render.table.RowFormat.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what is asked of the journal, one question after the other: each takes memory and a core
/// of a small machine, which batteries need too. An answer is whole before it is sent, and so
/// bounded; and only some are on their way at once, however slowly they are taken. Without these
/// bounds a browser could take the memory of the whole service, which would end.
final class HistoryDesk {

  /// Rows of an answer.
  private static final int MOST_ROWS = 10_000;

  private static final int MOST_METRICS = 40;

  /// Rows times metrics of an answer.
  private static final int MOST_VALUES = 50_000;

  /// Samples in an answer, in bytes.
  private static final int MOST_BYTES = 1 << 21;

  /// Answers that are made or on their way.
  private static final int MOST_ANSWERS = 3;

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
  private static final List<String> SUMMARY = List.of("min", "mean", "max", "last");
  private static final double MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(HistoryDesk.class);

  private static final HistoryWatcher WATCHER =
      new HistoryWatcher() {
        @Override
        public void read(long bytes, long of) {
          // Nobody looks.
        }

        @Override
        public void note(String text) {
          LOG.debug("web: {}", text);
        }
      };

  /// Makes an answer out of the journal.
  @FunctionalInterface
  private interface Question {
    WebReply ask(History history)
        throws WebTrouble, HistoryException, IOException, InterruptedException;
  }

  /// Ends the reading of samples: there are enough.
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final Path journal;
  private final Set<String> batteries;
  private final InstantSource clock;
  private final Semaphore turn = new Semaphore(1, true);
  private final Semaphore room = new Semaphore(MOST_ANSWERS, true);

  HistoryDesk(Path journal, Set<String> batteries, InstantSource clock) {
    this.journal = journal.toAbsolutePath();
    this.batteries = batteries;
    this.clock = clock;
  }

  /// `/history`: intervals with the least, mean, greatest and last value of each metric.
  WebReply history(WebRequest request) throws WebTrouble, InterruptedException {
    request.allow(Set.of("battery", "metric", "from", "to", "every", "zone", "format"));
    HistoryQuery query = query(request, Duration.ofDays(1), fields(request), true);
    boolean csv = isCsv(request);
    return answer(history -> {
      List<Interval> intervals = new ArrayList<>();
      Optional<HistoryQuery.Period> known = history.period(query);
      Grid grid = grid(request, known.map(period -> within(query, period)).orElse(query));
      Optional<Interval> total =
          known.isEmpty() ? Optional.empty() : history.intervals(query, grid, intervals::add);
      if (csv) {
        return csv(query, intervals);
      }
      if (total.isPresent() && isCut(query, known.get(), grid)) {
        total = history.total(query);
      }
      return json(query, grid, known, intervals, total);
    });
  }

  /// Whether intervals reach beyond the time that is asked for, where something is known.
  private static boolean isCut(HistoryQuery query, HistoryQuery.Period known, Grid grid) {
    return (query.since().isAfter(known.from())
            && grid.start(query.since().toEpochMilli()) < query.since().toEpochMilli())
        || (!query.until().isAfter(known.to())
            && grid.start(query.until().toEpochMilli()) < query.until().toEpochMilli());
  }

  /// What of a query the journal can know.
  private static HistoryQuery within(HistoryQuery query, HistoryQuery.Period known) {
    Instant since = query.since().isBefore(known.from()) ? known.from() : query.since();
    Instant until = query.until().isAfter(known.to()) ? known.to().plusMillis(1) : query.until();
    return since.isBefore(until)
        ? new HistoryQuery(query.battery(), since, until, query.fields())
        : query;
  }

  /// `/samples`: the journal's lines.
  WebReply samples(WebRequest request) throws WebTrouble, InterruptedException {
    request.allow(Set.of("battery", "from", "to", "metric", "format", "limit"));
    boolean csv = isCsv(request);
    List<HistoryField> fields = fields(request);
    HistoryQuery query = query(request, Duration.ofHours(1), fields, true);
    int limit = limit(request);
    return answer(history -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      boolean more = csv ? rows(history, query, limit, out) : lines(history, query, limit, out);
      if (!csv) {
        out.write(("],\"more\":" + more + "}").getBytes(StandardCharsets.US_ASCII));
        return WebReply.json(out.toByteArray());
      }
      if (more && request.text("limit").isEmpty()) {
        // A table cannot say that something is missing.
        throw WebTrouble.wrong(
            "those are too many samples at once; ask for less time, set limit, or use 'cellwarden history'");
      }
      return csv(out);
    });
  }

  /// Writes the journal's lines.
  ///
  /// @return whether there are more
  private static boolean lines(
      History history, HistoryQuery query, int limit, ByteArrayOutputStream out)
      throws HistoryException, IOException, InterruptedException {
    out.write("{\"samples\":[".getBytes(StandardCharsets.US_ASCII));
    int[] rows = new int[1];
    return isCut(
        history,
        query,
        sample -> {
          if (rows[0] == limit || out.size() > MOST_BYTES) {
            throw new Enough();
          }
          if (rows[0]++ > 0) {
            out.write(',');
          }
          out.write(sample.json());
        });
  }

  /// Writes a table of samples.
  ///
  /// @return whether there are more
  private static boolean rows(
      History history, HistoryQuery query, int limit, ByteArrayOutputStream out)
      throws HistoryException, IOException, InterruptedException {
    CsvFormat table =
        new CsvFormat(
            new OutputStreamWriter(out, StandardCharsets.UTF_8),
            query.fields().stream().map(field -> column(field.name())).toList(),
            EventJson::time,
            CsvFormat.Decimal.POINT);
    int[] rows = new int[1];
    boolean more =
        isCut(
            history,
            query,
            sample -> {
              if (rows[0]++ == limit || out.size() > MOST_BYTES) {
                throw new Enough();
              }
              table.row(
                  new RowFormat.Row(
                      sample.time(), sample.battery(), sample.values(query.fields())));
            });
    table.end();
    return more;
  }

  private static boolean isCut(History history, HistoryQuery query, SampleRow.Visitor visitor)
      throws HistoryException, IOException, InterruptedException {
    try {
      history.samples(query, visitor);
      return false;
    } catch (Enough e) {
      return true;
    }
  }

  private static int limit(WebRequest request) throws WebTrouble {
    Optional<String> said = request.text("limit");
    if (said.isPresent() && !said.get().matches("[1-9][0-9]{0,3}")) {
      throw WebTrouble.wrong("limit is 1 to 9999");
    }
    return said.map(Integer::parseInt).orElse(isCsv(request) ? MOST_ROWS : 1000);
  }

  /// `/events`: what happened, and what went wrong for how long.
  WebReply events(WebRequest request) throws WebTrouble, InterruptedException {
    request.allow(Set.of("battery", "from", "to"));
    HistoryQuery query = query(request, Duration.ofDays(7), List.of(), false);
    Instant now = clock.instant();
    return answer(history -> {
      List<EventRow> events = history.events(query, now, MOST_ROWS / 10);
      List<Episode> episodes = history.episodes(query, now);
      return WebReply.json(
          JsonText.object(json -> {
            json.writeArrayPropertyStart("events");
            events.forEach(
                event -> json.writeRawValue(new String(event.json(), StandardCharsets.UTF_8)));
            json.writeEndArray();
            json.writeName("faults");
            JsonText.writeValue(
                json,
                episodes.stream()
                    .skip(Math.max(0, episodes.size() - MOST_ROWS / 10))
                    .map(HistoryDesk::plain)
                    .toList());
          }));
    });
  }

  private static Map<String, Object> plain(Episode episode) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("battery", episode.battery());
    plain.put("from", EventJson.time(episode.from()));
    plain.put("to", EventJson.time(episode.to()));
    plain.put("over", episode.over());
    plain.put("kind", episode.kind().name().toLowerCase(Locale.ROOT));
    plain.put("what", episode.what());
    plain.put("detail", episode.detail());
    plain.put("times", episode.times());
    return plain;
  }

  private HistoryQuery query(
      WebRequest request, Duration usual, List<HistoryField> fields, boolean one)
      throws WebTrouble {
    Optional<String> battery = request.text("battery");
    if (battery.isEmpty() && one && batteries.size() > 1) {
      throw WebTrouble.wrong("say which battery; there are " + String.join(", ", batteries));
    }
    if (battery.isPresent() && !batteries.contains(battery.get())) {
      throw new WebTrouble(
          404, "there is no such battery; there are " + String.join(", ", batteries));
    }
    Instant to = within(request.time("to").orElseGet(() -> clock.instant().plusMillis(1)));
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

  private static Instant within(Instant time) {
    if (time.isBefore(HistoryQuery.BEGINNING)) {
      return HistoryQuery.BEGINNING;
    }
    return time.isAfter(HistoryQuery.END) ? HistoryQuery.END : time;
  }

  private static long span(HistoryQuery query) {
    return Duration.between(query.since(), query.until()).toMillis();
  }

  private static List<HistoryField> fields(WebRequest request) throws WebTrouble {
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

  private static boolean isCsv(WebRequest request) throws WebTrouble {
    return switch (request.text("format").orElse("json")) {
      case "csv" -> true;
      case "json" -> false;
      default -> throw WebTrouble.wrong("format is json or csv");
    };
  }

  private static Grid grid(WebRequest request, HistoryQuery query) throws WebTrouble {
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

  private WebReply answer(Question question) throws WebTrouble, InterruptedException {
    room.acquire();
    boolean made = false;
    try {
      WebReply reply = inTurn(question).then(room::release);
      made = true;
      return reply;
    } finally {
      if (!made) {
        room.release();
      }
    }
  }

  private WebReply inTurn(Question question) throws WebTrouble, InterruptedException {
    turn.acquire();
    try {
      checkSize();
      try (History history = History.open(journal, true, WATCHER)) {
        return question.ask(history);
      }
    } catch (HistoryException e) {
      LOG.debug("web: {}", e.getMessage());
      throw new WebTrouble(404, "nothing of this battery is in the journal yet");
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new WebTrouble(503, "the journal cannot be read (" + e.getMessage() + ")");
    } finally {
      turn.release();
    }
  }

  /// The summaries are read whole, and must fit beside what the batteries need.
  private void checkSize() throws IOException, WebTrouble {
    String name = String.valueOf(journal.getFileName()).replaceFirst("\\.[^.]*$", "");
    Path folder = journal.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    long size = 0;
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String other = String.valueOf(file.getFileName());
        size += other.startsWith(name) && other.endsWith(".summary") ? Files.size(file) : 0;
      }
    }
    if (size > Runtime.getRuntime().maxMemory() / 2) {
      throw new WebTrouble(
          503,
          "the journal is too long for the memory that the service takes; ask 'cellwarden history'");
    }
  }

  private static WebReply json(
      HistoryQuery query,
      Grid grid,
      Optional<HistoryQuery.Period> known,
      List<Interval> intervals,
      Optional<Interval> total) {
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
        }));
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

  private static WebReply csv(HistoryQuery query, List<Interval> intervals) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (HistoryField field : query.fields()) {
      SUMMARY.forEach(what -> columns.add(column(field.name() + "_" + what)));
    }
    Stream.of("energy_in", "energy_out", "covered_s", "samples")
        .forEach(name -> columns.add(column(name)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvFormat table =
        new CsvFormat(
            new OutputStreamWriter(out, StandardCharsets.UTF_8),
            columns,
            EventJson::time,
            CsvFormat.Decimal.POINT);
    for (Interval interval : intervals) {
      List<@Nullable Object> row = new ArrayList<>();
      columns(query.fields(), List.of(interval)).values().forEach(v -> row.add(v.getFirst()));
      table.row(new RowFormat.Row(interval.start(), interval.battery(), row));
    }
    table.end();
    return csv(out);
  }

  private static WebReply csv(ByteArrayOutputStream out) {
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

  private static Column column(String name) {
    return new Column(name, "", "", 0, false);
  }
}
