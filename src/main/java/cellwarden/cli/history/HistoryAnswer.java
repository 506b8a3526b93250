package cellwarden.cli.history;

import cellwarden.battery.EventJson;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.PagedOutput;
import cellwarden.cli.console.Progress;
import cellwarden.cli.history.HistoryOptions.View;
import cellwarden.history.Episode;
import cellwarden.history.EventRow;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.history.Interval;
import cellwarden.history.SampleRow;
import cellwarden.render.plot.Plot;
import cellwarden.render.plot.PlotDrawing;
import cellwarden.render.table.CsvFormat;
import cellwarden.render.table.InfluxFormat;
import cellwarden.render.table.JsonFormat;
import cellwarden.render.table.Look;
import cellwarden.render.table.RowFormat;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.TableFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Answers one request of `history`.
final class HistoryAnswer {

  private final History history;
  private final HistoryOptions.Request request;
  private final Optional<OutputFile> output;
  private final Progress progress;
  private final Console console;
  private long rows;

  HistoryAnswer(
      History history,
      HistoryOptions.Request request,
      Optional<OutputFile> output,
      Progress progress,
      Console console) {
    this.history = history;
    this.request = request;
    this.output = output;
    this.progress = progress;
    this.console = console;
  }

  /// Writes the answer to where it shall go.
  void write() throws HistoryException, IOException, InterruptedException {
    if (output.isPresent()) {
      output.get().write(out -> write(out, Look.PLAIN));
    } else {
      PagedOutput out = console.paged();
      try (out) {
        write(out, console.look());
      } catch (IOException e) {
        if (!out.isLeft()) {
          throw e;
        }
      }
    }
    progress.close();
    if (rows == 0) {
      console.note(nothing() + ".");
    } else if (output.filter(OutputFile::isKept).isPresent()) {
      request.output().ifPresent(file -> console.print("wrote " + file));
    }
  }

  private boolean write(OutputStream out, Look look)
      throws HistoryException, IOException, InterruptedException {
    if (request.format().isPlot()) {
      plot(out);
      return rows > 0;
    }
    switch (request.view()) {
      case SAMPLES -> samples(out, look);
      case INTERVALS -> intervals(out, look);
      case FAULTS -> faults(out, look);
      case EVENTS -> events(out, look);
      case EVENT -> event(out, look);
    }
    return rows > 0;
  }

  /// @param people how they read a time
  /// @param programs how they do
  private RowFormat format(
      OutputStream out,
      List<Column> columns,
      TableFormat.Fit fit,
      Function<Instant, String> people,
      Function<Instant, String> programs)
      throws IOException {
    return switch (request.format()) {
      case TABLE -> new TableFormat(writer(out), columns, people, fit);
      case CSV -> new CsvFormat(writer(out), columns, programs, request.decimal());
      case INFLUX -> new InfluxFormat(writer(out), columns);
      case JSON -> new JsonFormat(out, columns, programs, true);
      case JSONL -> new JsonFormat(out, columns, programs, false);
      case PNG, SVG -> throw new IllegalStateException("a plot has no rows");
    };
  }

  private static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  private void intervals(OutputStream out, Look look)
      throws HistoryException, IOException, InterruptedException {
    Screen screen = Screen.of(history, request, console.screen().height());
    Grid grid = screen.grid();
    HistoryTime time = request.time();
    RowFormat format =
        format(
            out,
            HistoryColumns.ofIntervals(
                request.fields(), request.format() == HistoryFormat.TABLE, grid),
            HistoryColumns.fit(request.fields(), look, screen.hint()),
            time.starts(grid, screen.isOneDay()),
            time::withOffset);
    Optional<Interval> total =
        history.intervals(
            request.query(),
            grid,
            interval -> {
              begin();
              if (rows == 1) {
                out.write(screen.title(interval.battery(), look).getBytes(StandardCharsets.UTF_8));
              }
              format.row(row(interval, grid));
            });
    if (total.isPresent()) {
      format.total(row(total.get(), grid));
    }
    format.end();
  }

  private RowFormat.Row row(Interval interval, Grid grid) {
    return HistoryColumns.row(
        interval, request.fields(), request.format(), grid, request.time().now());
  }

  private void samples(OutputStream out, Look look)
      throws HistoryException, IOException, InterruptedException {
    RowFormat format =
        format(
            out,
            HistoryColumns.ofSamples(request.fields()),
            new TableFormat.Fit(look, List.of(), "", "", Set.of("protections", "suspect"), ""),
            request.time()::text,
            EventJson::time);
    history.samples(
        request.query(),
        sample -> {
          begin();
          if (format instanceof JsonFormat json && !request.named()) {
            json.object(sample.json());
          } else {
            format.row(HistoryColumns.row(sample, request.fields()));
          }
        });
    format.end();
  }

  private void faults(OutputStream out, Look look)
      throws HistoryException, IOException, InterruptedException {
    List<Episode> episodes = history.episodes(request.query(), request.time().now());
    if (request.format() == HistoryFormat.TABLE) {
      if (!episodes.isEmpty()) {
        begin();
        FaultTable.print(
            episodes,
            request.query().battery().isEmpty(),
            request.time(),
            look,
            new PrintStream(out, false, StandardCharsets.UTF_8));
      }
      rows = episodes.size();
      return;
    }
    RowFormat format =
        format(out, FaultTable.COLUMNS, TableFormat.Fit.ANY, EventJson::time, EventJson::time);
    for (Episode episode : episodes) {
      begin();
      format.row(FaultTable.row(episode));
    }
    format.end();
  }

  private void events(OutputStream out, Look look)
      throws HistoryException, IOException, InterruptedException {
    List<EventRow> events = history.events(request.query(), request.time().now());
    if (request.format() == HistoryFormat.TABLE) {
      if (!events.isEmpty()) {
        begin();
        print(events, out, look);
      }
      return;
    }
    RowFormat format =
        format(out, EventTable.COLUMNS, TableFormat.Fit.ANY, EventJson::time, EventJson::time);
    for (EventRow event : events) {
      begin();
      if (format instanceof JsonFormat json) {
        json.object(event.json());
      } else {
        format.row(EventTable.row(event));
      }
    }
    format.end();
  }

  private void print(List<EventRow> events, OutputStream out, Look look) {
    EventTable.print(
        events,
        request.query().battery().isEmpty(),
        request.time(),
        look,
        new PrintStream(out, false, StandardCharsets.UTF_8));
  }

  /// With the samples as `history --samples` shows them.
  private void event(OutputStream out, Look look)
      throws HistoryException, IOException, InterruptedException {
    long id = request.event().orElseThrow();
    EventRow.BlackBox box = history.around(id, request.query().battery());
    if (box.events().isEmpty()) {
      throw new HistoryException(
          "the journal has no event " + id + "; 'cellwarden history --events' lists them");
    }
    begin();
    List<HistoryField> fields = request.named() ? request.fields() : EventTable.FIELDS;
    if (request.format() == HistoryFormat.TABLE) {
      print(box.events(), out, look);
      out.write('\n');
    }
    RowFormat format =
        format(
            out,
            HistoryColumns.ofSamples(fields),
            new TableFormat.Fit(look, List.of(), "", "", Set.of("protections", "suspect"), ""),
            request.time()::text,
            EventJson::time);
    if (format instanceof JsonFormat json) {
      for (SampleRow sample : box.samples()) {
        json.object(sample.json());
        if (sample.seq() == id) {
          for (EventRow event : box.events()) {
            json.object(event.json());
          }
        }
      }
    } else {
      for (SampleRow sample : box.samples()) {
        format.row(HistoryColumns.row(sample, fields));
      }
    }
    format.end();
  }

  private void plot(OutputStream out) throws HistoryException, IOException, InterruptedException {
    Optional<Plot> plot = HistoryPlot.of(history, request, console::note);
    rows = plot.map(Plot::size).orElse(0L);
    if (plot.isEmpty() || rows == 0) {
      return;
    }
    if (request.format() == HistoryFormat.SVG) {
      PlotDrawing.writeSvg(plot.get(), out, request.theme());
    } else {
      writePng(plot.get(), out);
    }
    out.flush();
  }

  private void writePng(Plot plot, OutputStream out) throws IOException {
    if (PlotDrawing.height(plot) > PlotDrawing.HIGHEST_IMAGE) {
      throw CommandException.usage(
          "--fields: a PNG has no room for %d panels; name fewer, or take --format svg"
              .formatted(plot.panels().size()));
    }
    try {
      PlotDrawing.writePng(plot, out, request.theme());
    } catch (LinkageError e) {
      throw CommandException.failure(
          "this Java cannot draw images ("
              + e.getMessage()
              + "); install a whole one, such as openjdk-25-jre-headless, or take --format svg");
    }
  }

  /// With the first row the terminal belongs to the data, unless they go to a file.
  private void begin() {
    if (rows == 0 && output.isEmpty()) {
      progress.close();
    }
    rows++;
  }

  private String nothing() throws HistoryException, IOException, InterruptedException {
    HistoryTime local = request.time();
    HistoryQuery query = request.query();
    String span =
        " from "
            + local.text(query.since())
            + (query.until().isBefore(local.now()) ? " to " + local.text(query.until()) : " on");
    String advice = "; say another time with --since and --until";
    if (request.view() == View.FAULTS) {
      return "nothing went wrong" + span + advice;
    }
    if (request.view() == View.EVENTS) {
      return "nothing happened" + span + advice;
    }
    Optional<HistoryQuery.Period> known = history.period(query);
    if (known.filter(one -> one.overlaps(query)).isPresent() && request.format().isPlot()) {
      return "no sample" + span + " has a number of these --fields";
    }
    return "nothing was journalled"
        + span
        + known
            .map(one ->
                "; the journal has " + local.text(one.from()) + " to " + local.text(one.to()))
            .orElse("")
        + advice;
  }
}
