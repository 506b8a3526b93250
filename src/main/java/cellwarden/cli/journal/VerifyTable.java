package cellwarden.cli.journal;

import cellwarden.journal.JournalReport;
import cellwarden.render.table.Look;
import cellwarden.render.table.TextTable;
import java.io.PrintStream;

/// Shows what is in a journal.
final class VerifyTable {

  private VerifyTable() {}

  static void print(JournalReport report, PrintStream out, Look look) {
    TextTable files = TextTable.of(0, 0);
    for (JournalReport.FileReport file : report.files()) {
      files.row(
          file.name(),
          content(file.lines(), file.samples(), file.faults(), file.events())
              + (file.samples() == 0 ? "" : ", " + range(file.firstSeq(), file.lastSeq())));
    }
    files.print(out, look);
    places(report.torn(), "torn", out);
    for (JournalReport.Gap gap : report.gaps().first()) {
      out.println(
          "gap: "
              + range(gap.from(), gap.to())
              + " "
              + (gap.from() == gap.to() ? "is" : "are")
              + " missing");
    }
    more(report.gaps(), out);
    places(report.wrong(), "wrong", out);
    total(report, out);
  }

  /// A number and its noun.
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static void places(
      JournalReport.Findings<JournalReport.Place> places, String head, PrintStream out) {
    for (JournalReport.Place place : places.first()) {
      out.println(
          "%s: %s at byte %d (%s): %s"
              .formatted(
                  head, place.file(), place.offset(), count(place.bytes(), "byte"), place.what()));
    }
    more(places, out);
  }

  private static void more(JournalReport.Findings<?> findings, PrintStream out) {
    long more = findings.count() - findings.first().size();
    if (more > 0) {
      out.println("... and " + more + " more");
    }
  }

  private static void total(JournalReport report, PrintStream out) {
    long lines = report.files().stream().mapToLong(JournalReport.FileReport::lines).sum();
    long samples = report.files().stream().mapToLong(JournalReport.FileReport::samples).sum();
    long faults = report.files().stream().mapToLong(JournalReport.FileReport::faults).sum();
    long events = report.files().stream().mapToLong(JournalReport.FileReport::events).sum();
    out.println(
        "%s: %s; %s, %s, %s"
            .formatted(
                count(report.files().size(), "file"),
                content(lines, samples, faults, events),
                count(report.torn().count(), "torn line"),
                count(report.gaps().count(), "gap"),
                report.wrong().count() == 0
                    ? "nothing wrong"
                    : count(report.wrong().count(), "wrong place")));
  }

  private static String content(long lines, long samples, long faults, long events) {
    return "%s, %s, %s, %s"
        .formatted(
            count(lines, "line"),
            count(samples, "sample"),
            count(faults, "fault"),
            count(events, "event"));
  }

  private static String range(long from, long to) {
    return from == to ? "seq " + from : "seq " + from + " to " + to;
  }
}
