package cellwarden.cli.history;

import cellwarden.cli.ConfigurationOption;
import cellwarden.cli.Console;
import cellwarden.cli.ExitStatus;
import cellwarden.cli.FailureException;
import cellwarden.cli.FileTrouble;
import cellwarden.cli.JournalOption;
import cellwarden.cli.Progress;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `journal reindex`: makes the summaries again.
@Command(
    name = "reindex",
    description = {
      "Makes the summaries of the journal's files again, from all of its lines.",
      "Never needed unless a disk lied."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden journal reindex",
      "  cellwarden journal reindex /var/lib/cellwarden/bms_data.jsonl",
    })
public final class JournalReindexCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The current file of the journal (default: that of the configuration).")
  private @Nullable Path named;

  @Mixin private ConfigurationOption configuration;

  public JournalReindexCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = JournalOption.find(named, configuration);
    try (Progress progress = console.progress()) {
      int files = History.reindex(file, new ReadingProgress(console, progress));
      progress.clear();
      console
          .out()
          .println("summarised " + files + (files == 1 ? " file" : " files") + " of " + file);
      return ExitStatus.OK;
    } catch (HistoryException e) {
      throw new FailureException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new FailureException(
          "journal " + file + " cannot be read (" + FileTrouble.reason(e) + "); check the disk");
    }
  }
}
