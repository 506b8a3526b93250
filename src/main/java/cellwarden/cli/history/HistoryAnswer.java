package cellwarden.cli.history;

import cellwarden.cli.Console;
import cellwarden.cli.FailureException;
import cellwarden.history.Grid;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.render.plot.Plot;
import cellwarden.render.plot.PlotDrawing;
import cellwarden.render.table.JsonFormat;
import cellwarden.render.table.RowFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Answers one request of `history`.
final class HistoryAnswer {

  private final History history;
  private final HistoryRequest request;
  private final Optional<OutputFile> output;
  private final ReadingProgress progress;
  private final Console console;
  private long rows;

  HistoryAnswer(
      History history,
      HistoryRequest request,
      Optional<OutputFile> output,
      ReadingProgress progress,
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
    progress.end();
    if (rows == 0) {
      console.err().println("cellwarden: " + nothing() + ".");
    } else if (output.filter(OutputFile::isKept).isPresent()) {
      request.output().ifPresent(file -> console.out().println("wrote " + file));
    }
  }

  private boolean write(OutputStream out)
      throws HistoryException, IOException, InterruptedException {
    if (request.format().isPlot()) {
      plot(out);
      return rows > 0;
    }
    boolean wholeDays = request.grid().map(Grid::every).orElse(Duration.ZERO).toDays() > 0;
    HistoryOutput output =
        new HistoryOutput(request.format(), request.grid().isPresent(), request.zone());
    RowFormat format = output.of(out, request.fields(), wholeDays);
    if (request.grid().isPresent()) {
      intervals(request.grid().get(), format);
    } else {
      samples(format);
    }
    format.end();
    return rows > 0;
  }

  private void intervals(Grid grid, RowFormat format)
      throws HistoryException, IOException, InterruptedException {
    history.intervals(
        request.query(),
        grid,
        interval -> {
          begin();
          format.row(
              HistoryColumns.row(interval, request.fields(), request.format(), request.now()));
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
    Optional<Plot> plot = PlotRequest.of(history, request);
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
    try {
      PlotDrawing.writePng(plot, out, request.theme());
    } catch (LinkageError e) {
      throw new FailureException(
          "this Java cannot draw images ("
              + e.getMessage()
              + "); install a whole one, such as openjdk-25-jre-headless, or take --format svg");
    }
  }

  /// With the first row the terminal belongs to the data, unless they go to a file.
  private void begin() {
    if (rows == 0 && output.isEmpty()) {
      progress.end();
    }
    rows++;
  }

  private String nothing() throws HistoryException, IOException, InterruptedException {
    LocalTimes local = new LocalTimes(request.zone());
    Instant until = request.query().until();
    return "nothing was journalled from "
        + local.text(request.query().since())
        + (until.isBefore(request.now()) ? " to " + local.text(until) : " on")
        + history
            .period(request.query())
            .map(known ->
                "; the journal has " + local.text(known.from()) + " to " + local.text(known.to()))
            .orElse("")
        + "; say another time with --since and --until";
  }
}
