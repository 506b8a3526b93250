package cellwarden.cli.doctor;

import cellwarden.cli.console.CommandException;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalReport;
import cellwarden.journal.JournalVerifier;
import cellwarden.settings.JournalConfig;
import cellwarden.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The clock, the disk and the journal.
final class MachineWalk {

  /// A few readings.
  private static final long LEAST_FREE = 1 << 20;

  private static final double MEGA = 1e6;

  private final Steps steps;

  MachineWalk(Steps steps) {
    this.steps = steps;
  }

  void clock(Time time) {
    if (time.clockIsSet()) {
      steps.ok("clock", "is set, " + time.now().truncatedTo(ChronoUnit.SECONDS));
    } else {
      steps.failed(
          "clock",
          "it is not set yet and says " + time.now().truncatedTo(ChronoUnit.SECONDS),
          "give the machine a network with a time server ('timedatectl set-ntp true')");
    }
  }

  /// Looks at the place of the journal.
  ///
  /// @return whether there is a place for a journal
  boolean disk(JournalConfig journal) {
    Path file = new JournalFiles(journal.path()).current();
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      steps.failed("disk", "there is no folder " + folder, "make it ('mkdir -p " + folder + "')");
      return false;
    }
    Path needed = Files.exists(file) ? file : folder;
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String words = String.format(Locale.ROOT, "%.0f MB free in %s", free / MEGA, folder);
      if (free < LEAST_FREE) {
        steps.failed("disk", words, "make room; see what is full with 'df -h " + folder + "'");
      } else if (Files.getFileStore(folder).isReadOnly()) {
        steps.failed(
            "disk",
            folder
                + " is on a file system that is read-only, as the kernel makes it when a disk fails",
            "see why in the kernel's log, and make it writable again ('sudo mount -o remount,rw $(findmnt -no TARGET -T "
                + folder
                + ")')");
      } else if (!Files.isWritable(needed)) {
        steps.note(
            "disk",
            "this user may not write %s, which is %s's; the service has to run as a user who may"
                .formatted(needed, Files.getOwner(needed)));
      } else if (free < journal.reserve()) {
        steps.note("disk", words + ", less than journal.reserve, so old files are removed");
      } else {
        steps.ok("disk", words);
      }
    } catch (IOException e) {
      unreadable("disk", folder, e);
    }
    return true;
  }

  void journal(JournalConfig journal) {
    Path path = journal.path();
    steps.doing("reading " + path);
    try {
      JournalReport report = JournalVerifier.verify(path);
      long samples = report.files().stream().mapToLong(JournalReport.FileReport::samples).sum();
      long faults = report.files().stream().mapToLong(JournalReport.FileReport::faults).sum();
      if (report.wrong().count() > 0) {
        JournalReport.Place place = report.wrong().first().getFirst();
        steps.failed(
            "journal",
            "it is wrong in %d places, the first at byte %d of %s, which %s"
                .formatted(report.wrong().count(), place.offset(), place.file(), place.what()),
            "see all of them with 'cellwarden journal verify " + path + "'");
      } else if (report.files().isEmpty()) {
        steps.ok("journal", "there is none yet");
      } else {
        steps.ok("journal", samples + " samples and " + faults + " faults, nothing wrong");
      }
    } catch (IOException e) {
      unreadable("journal", path, e);
    }
  }

  private void unreadable(String step, Path what, IOException e) {
    steps.failed(
        step,
        what + " cannot be read (" + CommandException.reason(e) + ")",
        "run 'sudo cellwarden doctor', or check the disk with 'journalctl -k'");
  }
}
