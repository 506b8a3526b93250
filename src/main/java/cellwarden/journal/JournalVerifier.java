package cellwarden.journal;

import cellwarden.battery.SampleLog;
import cellwarden.journal.JournalReport.FileReport;
import cellwarden.journal.disk.Disk;
import cellwarden.journal.disk.RealDisk;
import cellwarden.journal.files.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at every line of a journal. Changes nothing; the journal may be written meanwhile.
public final class JournalVerifier {

  private final Disk disk;
  private final JournalFiles files;
  private final List<FileReport> reports = new ArrayList<>();
  private final Found<JournalReport.Gap> gaps = new Found<>();
  private final Found<JournalReport.Place> torn = new Found<>();
  private final Found<JournalReport.Place> wrong = new Found<>();
  private long lastSeq;

  private JournalVerifier(Disk disk, JournalFiles files) {
    this.disk = disk;
    this.files = files;
  }

  /// Looks at the journal with this current file.
  ///
  /// @return a report without files when there is no journal
  /// @throws IOException if a file cannot be read
  public static JournalReport verify(Path journal) throws IOException {
    return new JournalVerifier(new RealDisk(), new JournalFiles(journal)).report();
  }

  private JournalReport report() throws IOException {
    try (JournalSnapshot snapshot = new JournalReader(disk, files).snapshot()) {
      for (Segment segment : snapshot.segments()) {
        Optional<LineReader> lines = snapshot.lines(segment, 0);
        if (lines.isPresent()) {
          try (LineReader open = lines.get()) {
            reports.add(report(segment, open));
          }
        } else if (segment.trouble().isPresent()) {
          String name = segment.fileName();
          reports.add(new FileReport(name, 0, 0, 0, 0, 0, 0));
          String what = "cannot be read (" + segment.trouble().get() + ")";
          wrong.add(new JournalReport.Place(name, 0, 0, what));
        }
      }
    }
    return new JournalReport(
        List.copyOf(reports), gaps.findings(), torn.findings(), wrong.findings());
  }

  private FileReport report(Segment segment, LineReader lines) throws IOException {
    Map<Line.Kind, Long> counts = new EnumMap<>(Line.Kind.class);
    long count = 0;
    long first = 0;
    long highest = 0;
    while (lines.next()) {
      Line line = Line.at(lines);
      count++;
      counts.merge(line.kind(), 1L, Long::sum);
      switch (line.kind()) {
        case SAMPLE -> {
          sample(line.seq(), segment, lines);
          if (line.isFragment()) {
            wrong.add(place(segment, lines, "has no time or no battery that can be read"));
          }
          first = first == 0 ? line.seq() : first;
          highest = Math.max(highest, line.seq());
        }
        case FAULT, EVENT -> {}
        case MISNUMBERED ->
            wrong.add(
                place(segment, lines, "its seq is no number from 1 to " + SampleLog.LARGEST_SEQ));
        case TORN -> torn(segment, lines);
        case DAMAGED -> wrong.add(place(segment, lines, "is no line of a journal"));
      }
    }
    if (lines.damaged()) {
      String what =
          segment.compressed()
              ? "the compressed file is damaged from here on"
              : "cannot be read from here on (" + lines.damage().orElse("") + ")";
      wrong.add(place(segment, lines, what));
    }
    return new FileReport(
        segment.fileName(),
        count,
        counts.getOrDefault(Line.Kind.SAMPLE, 0L),
        counts.getOrDefault(Line.Kind.FAULT, 0L),
        counts.getOrDefault(Line.Kind.EVENT, 0L),
        first,
        highest);
  }

  private void sample(long seq, Segment segment, LineReader lines) {
    if (seq <= lastSeq) {
      wrong.add(place(segment, lines, "sample " + seq + " comes after sample " + lastSeq));
    } else if (lastSeq > 0 && seq > lastSeq + 1) {
      gaps.add(new JournalReport.Gap(lastSeq + 1, seq - 1));
    }
    lastSeq = Math.max(lastSeq, seq);
  }

  private void torn(Segment segment, LineReader lines) {
    if (lines.ended() || !segment.current()) {
      torn.add(place(segment, lines, "torn line, set aside"));
    } else if (!new JournalReader(disk, files).isWritten()) {
      wrong.add(
          place(segment, lines, "torn line, not set aside yet: the next start of run does that"));
    }
  }

  private static JournalReport.Place place(Segment segment, LineReader lines, String what) {
    return new JournalReport.Place(segment.fileName(), lines.offset(), lines.fullLength(), what);
  }

  /// Keeps the first ones: a journal may be wrong in millions of places.
  private static final class Found<T> {

    private static final int MOST = 20;

    private final List<T> first = new ArrayList<>();
    private long count;

    void add(T one) {
      count++;
      if (first.size() < MOST) {
        first.add(one);
      }
    }

    JournalReport.Findings<T> findings() {
      return new JournalReport.Findings<>(List.copyOf(first), count);
    }
  }
}
