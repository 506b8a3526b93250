package cellwarden.journal;

import cellwarden.battery.SampleLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at every line of a journal. Changes nothing; the journal may be written meanwhile.
public final class JournalVerifier {

  private final Disk disk;
  private final JournalFiles files;
  private final List<JournalReport.FileReport> reports = new ArrayList<>();
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
    return verify(Disk.real(), new JournalFiles(journal));
  }

  static JournalReport verify(Disk disk, JournalFiles files) throws IOException {
    JournalVerifier verifier = new JournalVerifier(disk, files);
    verifier.run();
    return new JournalReport(
        List.copyOf(verifier.reports),
        verifier.gaps.findings(),
        verifier.torn.findings(),
        verifier.wrong.findings());
  }

  private void run() throws IOException {
    try (JournalSnapshot snapshot = new JournalReader(disk, files).snapshot()) {
      for (JournalPart part : snapshot.parts()) {
        Optional<LineReader> lines = snapshot.lines(part, 0);
        if (lines.isPresent()) {
          try (LineReader open = lines.get()) {
            reports.add(new OneFile(part, open).look());
          }
        } else {
          part.trouble().ifPresent(reason -> unreadable(part.name(), reason));
        }
      }
    }
  }

  private void unreadable(String name, String reason) {
    reports.add(new JournalReport.FileReport(name, 0, 0, 0, 0, 0, 0));
    wrong.add(new JournalReport.Place(name, 0, 0, "cannot be read (" + reason + ")"));
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

  /// The way through one file.
  private final class OneFile {

    private final JournalPart part;
    private final LineReader lines;
    private long count;
    private long samples;
    private long faults;
    private long events;
    private long firstSeq;
    private long highest;

    OneFile(JournalPart part, LineReader lines) {
      this.part = part;
      this.lines = lines;
    }

    JournalReport.FileReport look() throws IOException {
      while (lines.next()) {
        count++;
        switch (LineParser.kind(lines)) {
          case LineKind.Numbered(long seq) -> sample(seq);
          case LineKind.Plain(boolean fault) -> {
            faults += fault ? 1 : 0;
            events += fault ? 0 : 1;
          }
          case LineKind.Misnumbered _ ->
              wrong.add(place("its seq is no number from 1 to " + SampleLog.LARGEST_SEQ));
          case LineKind.Torn _ -> tornLine();
          case LineKind.Damaged _ -> wrong.add(place("is no line of a journal"));
        }
      }
      if (lines.damaged()) {
        wrong.add(
            place(
                part.compressed()
                    ? "the compressed file is damaged from here on"
                    : "cannot be read from here on (" + lines.damage().orElse("") + ")"));
      }
      return new JournalReport.FileReport(
          part.name(), count, samples, faults, events, firstSeq, highest);
    }

    private void sample(long seq) {
      samples++;
      if (seq <= lastSeq) {
        wrong.add(place("sample " + seq + " comes after sample " + lastSeq));
      } else if (lastSeq > 0 && seq > lastSeq + 1) {
        gaps.add(new JournalReport.Gap(lastSeq + 1, seq - 1));
      }
      firstSeq = firstSeq == 0 ? seq : firstSeq;
      highest = Math.max(highest, seq);
      lastSeq = Math.max(lastSeq, seq);
    }

    private void tornLine() {
      if (lines.ended() || !part.current()) {
        torn.add(place("torn line, set aside"));
      } else if (!isWritten()) {
        wrong.add(place("torn line, not set aside yet: the next start of run does that"));
      }
    }

    private boolean isWritten() {
      try {
        return disk.isLocked(files.beside(Companion.LOCK));
      } catch (IOException e) {
        return false;
      }
    }

    private JournalReport.Place place(String what) {
      return new JournalReport.Place(part.name(), lines.offset(), lines.length(), what);
    }
  }
}
