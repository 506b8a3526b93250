package cellwarden.cli.journal;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.JournalOption;
import cellwarden.cli.console.Progress;
import cellwarden.history.History;
import cellwarden.history.HistoryException;
import cellwarden.journal.JournalReport;
import cellwarden.journal.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `journal`: what is done with a journal beside writing and asking it.
@Command(
    name = "journal",
    description = "Checks the journal and makes its summaries again.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden journal verify",
      "  cellwarden journal verify /var/lib/cellwarden/bms_data.jsonl",
      "  cellwarden journal reindex",
    })
public final class JournalCommand {

  private final Console console;

  public JournalCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "verify",
      description = {
        "Looks at every line of the journal, in all its files, and changes nothing.",
        "The status is 1 when something is wrong that the recovery after a crash did not set aside."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  cellwarden journal verify",
        "  cellwarden journal verify /var/lib/cellwarden/bms_data.jsonl",
      })
  int verify(@Mixin JournalOption.Argument argument) {
    Path journal = argument.find();
    JournalReport report = read(journal);
    if (report.files().isEmpty()) {
      throw CommandException.failure(
          "there is no journal " + journal.toAbsolutePath() + "; name its current file");
    }
    VerifyTable.print(report, console.out(), console.look());
    if (report.wrong().count() > 0) {
      throw CommandException.failure(
          "journal %s is wrong in %s; readers pass over them, so keep a copy before you repair anything"
              .formatted(journal, VerifyTable.count(report.wrong().count(), "place")));
    }
    return ExitCode.OK;
  }

  private JournalReport read(Path journal) {
    Path folder = journal.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw CommandException.failure("there is no folder " + folder + "; name the journal's file");
    }
    try (Progress progress = console.progress()) {
      progress.show("reading " + journal + " ...");
      return JournalVerifier.verify(journal);
    } catch (IOException e) {
      throw JournalOption.unreadable(journal, e);
    }
  }

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
  int reindex(@Mixin JournalOption.Argument argument) throws InterruptedException {
    Path journal = argument.find();
    try (Progress progress = console.progress()) {
      int files = History.reindex(journal, progress);
      progress.clear();
      console.print("summarised " + VerifyTable.count(files, "file") + " of " + journal);
      return ExitCode.OK;
    } catch (HistoryException e) {
      throw CommandException.failure(e.getMessage());
    } catch (IOException e) {
      throw JournalOption.unreadable(journal, e);
    }
  }
}
