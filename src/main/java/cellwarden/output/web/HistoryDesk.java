package cellwarden.output.web;

import cellwarden.battery.EventJson;
import cellwarden.history.Episode;
import cellwarden.history.EventRow;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.history.SampleRow;
import cellwarden.json.JsonText;
import cellwarden.render.table.RowFormat.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what is asked of the journal, one question after the other: each takes memory and a core
/// of a small machine, which batteries need too. An answer is whole before it is sent, and so
/// bounded; and only some are on their way at once, however slowly they are taken. Without these
/// bounds a browser could take the memory of the whole service, which would end.
final class HistoryDesk {

  /// Samples in an answer, in bytes.
  private static final int MOST_BYTES = 1 << 21;

  /// Answers that are made or on their way.
  private static final int MOST_ANSWERS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(HistoryDesk.class);

  /// Makes an answer out of the journal.
  @FunctionalInterface
  private interface Question {
    WebReply ask(History history, LeftOut leftOut)
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
    HistoryParameters parameters = parameters(request);
    HistoryQuery query = parameters.query(Duration.ofDays(1), parameters.fields(), true);
    boolean csv = parameters.isCsv();
    return answer((history, leftOut) -> {
      List<Interval> intervals = new ArrayList<>();
      Optional<HistoryQuery.Period> known = history.period(query);
      Grid grid = parameters.grid(known.map(period -> within(query, period)).orElse(query));
      Optional<Interval> total =
          known.isEmpty() ? Optional.empty() : history.intervals(query, grid, intervals::add);
      if (csv) {
        return IntervalReply.csv(query, intervals);
      }
      if (total.isPresent() && isCut(query, known.get(), grid)) {
        total = history.total(query);
      }
      return IntervalReply.json(query, grid, known, intervals, total, leftOut);
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
    HistoryParameters parameters = parameters(request);
    HistoryQuery query = parameters.query(Duration.ofHours(1), parameters.fields(), true);
    boolean whole = request.text("limit").isEmpty();
    int limit = parameters.limit();
    if (parameters.isCsv()) {
      return answer((history, _) -> table(history, query, limit, whole));
    }
    return answer((history, leftOut) -> lines(history, query, limit, leftOut));
  }

  /// The journal's lines as they stand there.
  private static WebReply lines(History history, HistoryQuery query, int limit, LeftOut leftOut)
      throws HistoryException, IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("{\"samples\":[".getBytes(StandardCharsets.US_ASCII));
    int[] rows = new int[1];
    boolean more =
        endsEarly(
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
    out.write("],".getBytes(StandardCharsets.US_ASCII));
    byte[] rest =
        JsonText.object(json -> {
          json.writeBooleanProperty("more", more);
          leftOut.write(json);
        });
    out.write(rest, 1, rest.length - 1);
    return WebReply.json(out.toByteArray());
  }

  /// @param whole whether all of them are wanted: a table cannot say that something is missing
  private static WebReply table(History history, HistoryQuery query, int limit, boolean whole)
      throws WebTrouble, HistoryException, IOException, InterruptedException {
    CsvReply table = new CsvReply(query.fields().stream().map(HistoryField::name).toList());
    int[] rows = new int[1];
    boolean more =
        endsEarly(
            history,
            query,
            sample -> {
              if (rows[0]++ == limit || table.size() > MOST_BYTES) {
                throw new Enough();
              }
              table.row(new Row(sample.time(), sample.battery(), sample.values(query.fields())));
            });
    if (more && whole) {
      throw WebTrouble.wrong(
          "those are too many samples at once; ask for less time, set limit, or use 'cellwarden history'");
    }
    return table.reply();
  }

  /// @return whether there are more than the visitor takes
  private static boolean endsEarly(History history, HistoryQuery query, SampleRow.Visitor visitor)
      throws HistoryException, IOException, InterruptedException {
    try {
      history.samples(query, visitor);
      return false;
    } catch (Enough e) {
      return true;
    }
  }

  /// `/events`: what happened, and what went wrong for how long.
  WebReply events(WebRequest request) throws WebTrouble, InterruptedException {
    request.allow(Set.of("battery", "from", "to"));
    HistoryParameters parameters = parameters(request);
    HistoryQuery query = parameters.query(Duration.ofDays(7), List.of(), false);
    Instant now = parameters.now();
    return answer((history, leftOut) -> {
      List<EventRow> events = history.events(query, now, HistoryParameters.MOST_ROWS / 10);
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
                    .skip(Math.max(0, episodes.size() - HistoryParameters.MOST_ROWS / 10))
                    .map(HistoryDesk::plain)
                    .toList());
            leftOut.write(json);
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

  private HistoryParameters parameters(WebRequest request) {
    return new HistoryParameters(request, batteries, clock.instant());
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
      LeftOut leftOut = new LeftOut();
      try (History history = History.open(journal, true, leftOut)) {
        return question.ask(history, leftOut);
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
}
