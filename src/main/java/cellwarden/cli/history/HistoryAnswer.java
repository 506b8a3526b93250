package cellwarden.cli.history;

import cellwarden.battery.EventJson;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.render.plot.Plot;
import cellwarden.render.plot.PlotDrawing;
import cellwarden.render.table.CsvFormat;
import cellwarden.render.table.InfluxFormat;
import cellwarden.render.table.JsonFormat;
import cellwarden.render.table.RowFormat;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.TableFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
      output.get().write(this::write);
    } else {
      write(console.out());
    }
    progress.close();
    if (rows == 0) {
      console.note(nothing() + ".");
    } else if (output.filter(OutputFile::isKept).isPresent()) {
      request.output().ifPresent(file -> console.print("wrote " + file));
    }
  }

  private boolean write(OutputStream out)
      throws HistoryException, IOException, InterruptedException {
    if (request.format().isPlot()) {
      plot(out);
      return rows > 0;
    }
    RowFormat format = format(out);
    if (request.grid().isPresent()) {
      intervals(request.grid().get(), format);
    } else {
      samples(format);
    }
    format.end();
    return rows > 0;
  }

  private RowFormat format(OutputStream out) throws IOException {
    HistoryTime time = request.time();
    Function<Instant, String> people = time::text;
    Function<Instant, String> programs = EventJson::time;
    List<Column> columns = HistoryColumns.ofSamples(request.fields());
    if (request.grid().isPresent()) {
      people = request.grid().get().every().toDays() > 0 ? time::day : people;
      programs = time::withOffset;
      columns =
          HistoryColumns.ofIntervals(request.fields(), request.format() == HistoryFormat.TABLE);
    }
    return switch (request.format()) {
      case TABLE -> new TableFormat(writer(out), columns, people);
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

  private void intervals(Grid grid, RowFormat format)
      throws HistoryException, IOException, InterruptedException {
    history.intervals(
        request.query(),
        grid,
        interval -> {
          begin();
          format.row(
              HistoryColumns.row(
                  interval, request.fields(), request.format(), request.time().now()));
        });
  }

  private void samples(RowFormat format)
      throws HistoryException, IOException, InterruptedException {
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
    Instant until = request.query().until();
    return "nothing was journalled from "
        + local.text(request.query().since())
        + (until.isBefore(local.now()) ? " to " + local.text(until) : " on")
        + history
            .period(request.query())
            .map(known ->
                "; the journal has " + local.text(known.from()) + " to " + local.text(known.to()))
            .orElse("")
        + "; say another time with --since and --until";
  }
}
