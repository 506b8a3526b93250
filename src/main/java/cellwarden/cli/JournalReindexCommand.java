package cellwarden.cli;

import cellwarden.journal.history.History;
import cellwarden.journal.history.HistoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `journal reindex`: builds the index anew.
@Command(
    name = "reindex",
    description = {
      "Builds the index of the journal anew from all of its files.",
      "Never needed unless lines of the journal were changed by hand."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden journal reindex",
      "  cellwarden journal reindex /var/lib/cellwarden/bms_data.jsonl",
    })
final class JournalReindexCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The current file of the journal (default: that of the configuration).")
  private @Nullable Path named;

  @Mixin private ConfigurationOption configuration;

  JournalReindexCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = JournalOption.find(named, configuration);
    try (Progress progress = console.progress()) {
      Path index = History.reindex(file, new ReadingProgress(console, progress));
      progress.clear();
      console.out().println("built " + index);
      return ExitStatus.OK;
    } catch (HistoryException e) {
      throw new FailureException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new FailureException(
          "journal " + file + " cannot be read (" + FileTrouble.reason(e) + "); check the disk");
    }
  }
}
