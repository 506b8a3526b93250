package cellwarden.cli.history;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.JournalOption;
import cellwarden.cli.console.Progress;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `history`: what the journal says of a time.
@Command(
    name = "history",
    description = {
      "Shows what the journal says: today, or any other time.",
      "One row for each interval has the least, mean, greatest and last values, and the energy in and out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden history",
      "  cellwarden history --since 7d",
      "  cellwarden history --every 1mo",
      "  cellwarden history --faults",
      "  cellwarden history --events",
      "  cellwarden history --since 1h --fields soc,voltage,cells",
      "  cellwarden history myBattery --since 2026-06 --until 2026-07 --output june.csv",
      "  cellwarden history --since 30d --output month.png --theme night",
    })
public final class HistoryCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private HistoryOptions options;
  @Mixin private JournalOption journal;

  public HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Instant now = Instant.now();
    HistoryOptions.Request request = options.request(now);
    Path file = journal.find();
    Optional<OutputFile> output = request.output().map(path -> OutputFile.of(path, file));
    try (Progress progress = console.progress();
        History history = History.open(file, options.withSummaries(), progress)) {
      new HistoryAnswer(history, request, output, progress, console).write();
      return ExitCode.OK;
    } catch (HistoryException e) {
      throw CommandException.failure(e.getMessage());
    } catch (IOException e) {
      throw CommandException.failure(
          "journal "
              + file
              + " could not be read or its history not be written ("
              + CommandException.reason(e)
              + "); check the disk");
    }
  }
}
