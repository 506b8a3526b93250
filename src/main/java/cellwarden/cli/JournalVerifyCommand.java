package cellwarden.cli;

import cellwarden.journal.JournalReport;
import cellwarden.journal.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `journal verify`: looks at every line of a journal.
@Command(
    name = "verify",
    description = {
      "Looks at every line of the journal, in all its files, and changes nothing.",
      "Status 1 when something is wrong that the recovery after a crash did not set aside."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden journal verify",
      "  cellwarden journal verify /var/lib/cellwarden/bms_data.jsonl",
    })
final class JournalVerifyCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The current file of the journal (default: that of the configuration).")
  private @Nullable Path file;

  @Mixin private ConfigurationOption configuration;

  JournalVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path journal = JournalOption.find(file, configuration);
    JournalReport report = verify(journal);
    if (report.files().isEmpty()) {
      throw new FailureException(
          "there is no journal " + journal.toAbsolutePath() + "; name its current file");
    }
    VerifyTable.print(report, console.out());
    if (report.wrong().count() > 0) {
      throw new FailureException(
          "journal %s is wrong in %s; readers pass over them, so keep a copy before you repair anything"
              .formatted(journal, VerifyTable.count(report.wrong().count(), "place")));
    }
    return ExitStatus.OK;
  }

  private JournalReport verify(Path journal) {
    Path folder = journal.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new FailureException("there is no folder " + folder + "; name the journal's file");
    }
    try (Progress progress = console.progress()) {
      progress.show("reading " + journal + " ...");
      return JournalVerifier.verify(journal);
    } catch (IOException e) {
      throw new FailureException(
          "journal %s cannot be read: %s; check the rights and the disk"
              .formatted(journal, FileTrouble.reason(e)));
    }
  }
}
