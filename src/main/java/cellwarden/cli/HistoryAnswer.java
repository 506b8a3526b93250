package cellwarden.cli;

import cellwarden.journal.history.Grid;
import cellwarden.journal.history.History;
import cellwarden.journal.history.HistoryException;
import cellwarden.journal.history.format.JsonFormat;
import cellwarden.journal.history.format.RowFormat;
import cellwarden.journal.history.plot.Plot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Answers one request of `history`.
final class HistoryAnswer {

  private static final int OUTPUT_BUFFER = 1 << 16;

  private final History history;
  private final HistoryRequest request;
  private final ReadingProgress progress;
  private final Console console;
  private long rows;

  HistoryAnswer(
      History history, HistoryRequest request, ReadingProgress progress, Console console) {
    this.history = history;
    this.request = request;
    this.progress = progress;
    this.console = console;
  }

  /// Writes the answer to where it shall go.
  void write() throws HistoryException, IOException, InterruptedException {
    if (request.output().isPresent()) {
      Path file = request.output().get();
      try (OutputStream out = open(file)) {
        write(out);
      }
    } else {
      write(console.out());
    }
    progress.end();
    if (rows == 0) {
      console.err().println("cellwarden: " + nothing() + ".");
    } else {
      request.output().ifPresent(file -> console.out().println("wrote " + file));
    }
  }

  private static OutputStream open(Path file) {
    try {
      return new BufferedOutputStream(Files.newOutputStream(file), OUTPUT_BUFFER);
    } catch (IOException e) {
      throw new FailureException(
          file
              + " cannot be written ("
              + FileTrouble.reason(e)
              + "); name a file in a folder that exists and is yours");
    }
  }

  private void write(OutputStream out) throws HistoryException, IOException, InterruptedException {
    if (request.format().isPlot()) {
      plot(out);
      return;
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
            format.row(HistoryColumns.row(sample));
          }
        });
  }

  private void plot(OutputStream out) throws HistoryException, IOException, InterruptedException {
    Plot plot =
        PlotRequest.of(history, request.query(), request.grid(), request.zone(), request.now());
    rows = plot.size();
    if (rows == 0) {
      return;
    }
    if (request.format() == HistoryFormat.SVG) {
      plot.writeSvg(out, request.theme());
    } else {
      writePng(plot, out);
    }
    out.flush();
  }

  private void writePng(Plot plot, OutputStream out) throws IOException {
    try {
      plot.writePng(out, request.theme());
    } catch (LinkageError e) {
      throw new FailureException(
          "this Java cannot draw images ("
              + e.getMessage()
              + "); install a whole one, such as openjdk-25-jre-headless, or take --format svg");
    }
  }

  /// With the first row the terminal belongs to the data, unless they go to a file.
  private void begin() {
    if (rows == 0 && request.output().isEmpty()) {
      progress.end();
    }
    rows++;
  }

  private String nothing() throws HistoryException, IOException {
    Instant until = request.query().until();
    return "nothing was journalled from "
        + request.query().since()
        + (until.isBefore(request.now()) ? " to " + until : " on")
        + history
            .range(request.query())
            .map(range -> "; the journal has " + range.from() + " to " + range.to())
            .orElse("")
        + "; say another time with --since and --until";
  }
}
