package cellwarden.journal;

import cellwarden.journal.disk.Disk;
import cellwarden.journal.disk.RealDisk;
import cellwarden.journal.files.FileTroubles;
import cellwarden.journal.files.Line;
import cellwarden.journal.files.Segments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a journal: the current file and the segments, compressed or not, in the order of writing.
/// Asks nobody: the journal may be written, rotated and compressed meanwhile, by this program or
/// another one. Safe for use by several threads.
public final class JournalReader {

  /// Reading so many bytes is as fast as looking for less.
  private static final long NEAR = 1 << 18;

  private final Disk disk;
  private final JournalFiles files;
  private final FileTroubles troubles;
  private final Segments segments;

  JournalReader(Disk disk, JournalFiles files) {
    this(disk, files, List.of());
  }

  private JournalReader(Disk disk, JournalFiles files, Collection<KnownSegment> known) {
    this.disk = disk;
    this.files = files;
    this.troubles = new FileTroubles(files);
    this.segments = new Segments(disk, files, known, troubles);
  }

  /// A reader of the journal with this current file.
  public static JournalReader of(Path journal) {
    return of(journal, List.of());
  }

  /// A reader that need not look into segments that an earlier one looked into.
  ///
  /// @param known what that one found: believed where name and size are still the same
  public static JournalReader of(Path journal, Collection<KnownSegment> known) {
    return new JournalReader(new RealDisk(), new JournalFiles(journal), known);
  }

  /// Takes one line after the other.
  @FunctionalInterface
  public interface Visitor {
    /// Takes the next one.
    ///
    /// @return whether to go on
    boolean take(JournalLine line) throws InterruptedException;
  }

  /// The files as they are now, to read them line by line.
  ///
  /// @throws IOException if the folder or the current file cannot be read
  public JournalSnapshot snapshot() throws IOException {
    synchronized (segments) {
      return JournalSnapshot.of(disk, files, segments, troubles);
    }
  }

  /// Whether a program writes the journal now, as far as this user may know.
  public boolean isWritten() {
    try {
      return disk.isLocked(files.beside(Companion.LOCK));
    } catch (IOException e) {
      return false;
    }
  }

  FileTroubles troubles() {
    return troubles;
  }

  /// The segments in the order of writing.
  List<Segment> segments() throws IOException {
    synchronized (segments) {
      return segments.find(null);
    }
  }

  /// Shows the whole lines, beginning with the first sample whose number is not below `from`; from
  /// 0 on also the faults before it. Files that are older are not opened. What cannot be read is
  /// passed over, and the log says so: damaged lines, a segment from where the disk cannot read on,
  /// and a compressed one that is damaged from the first line on that is none: what follows there
  /// may look whole, but is put together out of that.
  ///
  /// @return whether the visitor had enough before the end
  /// @throws IOException if the journal cannot be read; what the visitor took before is right
  public boolean read(long from, Visitor visitor) throws IOException, InterruptedException {
    try (JournalSnapshot snapshot = snapshot()) {
      List<Segment> segments = snapshot.segments();
      Pass pass = new Pass(snapshot, from, visitor);
      for (int i = firstSegment(segments, from); i < segments.size() && pass.goesOn; i++) {
        long offset = pass.begun ? 0 : offsetBefore(from, snapshot, segments.get(i));
        Optional<LineReader> lines = snapshot.lines(segments.get(i), offset);
        if (lines.isPresent()) {
          try (LineReader open = lines.get()) {
            pass.read(open, segments.get(i));
          }
        }
      }
      return !pass.goesOn;
    }
  }

  /// The last file that begins with this number or one below.
  private static int firstSegment(List<Segment> segments, long from) {
    for (int i = segments.size() - 1; i > 0; i--) {
      OptionalLong first = segments.get(i).firstSeq();
      if (first.isPresent() && first.getAsLong() <= from) {
        return i;
      }
    }
    return 0;
  }

  /// An offset where a line begins, with every number from `from` on after it and few others: since
  /// numbers grow, halving a large file again and again is faster than reading it. Always the
  /// beginning of a compressed file, which can only be read from there.
  private static long offsetBefore(long from, JournalSnapshot snapshot, Segment segment)
      throws IOException {
    long low = 0;
    long high = segment.compressed() ? 0 : segment.size();
    while (high - low > NEAR) {
      long middle = low + (high - low) / 2;
      Optional<LineReader> lines = snapshot.lines(segment, middle);
      long before = lines.isEmpty() ? -1 : lineBefore(from, lines.get(), high);
      if (before < 0) {
        high = middle;
      } else {
        low = before;
      }
    }
    return low;
  }

  /// Where the first sample begins after the rest of a line, if its number is below `from`, and so
  /// is the next one's: one alone may be damaged. Otherwise, or when there are none up to `end`,
  /// -1.
  private static long lineBefore(long from, LineReader opened, long end) throws IOException {
    try (LineReader lines = opened) {
      lines.next();
      long first = -1;
      while (lines.next() && lines.offset() < end) {
        long seq = Line.at(lines).seq();
        if (seq >= from) {
          return -1;
        } else if (seq > 0 && first >= 0) {
          return first;
        } else if (seq > 0) {
          first = lines.offset();
        }
      }
      return -1;
    }
  }

  /// One way through the files.
  private final class Pass {

    private final JournalSnapshot snapshot;
    private final long from;
    private final Visitor visitor;
    private boolean begun;
    private boolean goesOn = true;

    Pass(JournalSnapshot snapshot, long from, Visitor visitor) {
      this.snapshot = snapshot;
      this.from = from;
      this.visitor = visitor;
      this.begun = from <= 0;
    }

    void read(LineReader lines, Segment segment) throws IOException, InterruptedException {
      boolean checked = false;
      Optional<String> damage = Optional.empty();
      while (goesOn && damage.isEmpty() && lines.next()) {
        if (!lines.ended()) {
          continue;
        }
        Line line = Line.at(lines);
        switch (line.kind()) {
          case SAMPLE, FAULT, EVENT -> show(line.seq(), lines, segment.name());
          case TORN, MISNUMBERED, DAMAGED -> {
            if (line.kind() != Line.Kind.TORN) {
              troubles.damagedLines(segment.fileName());
            }
            if (segment.compressed() && !checked) {
              checked = true;
              damage = snapshot.damage(segment);
            }
          }
        }
      }
      damage.or(lines::damage).ifPresent(reason -> troubles.damaged(segment.fileName(), reason));
    }

    private void show(long seq, LineReader lines, String file) throws InterruptedException {
      begun |= seq >= from;
      if (begun && (seq == 0 || seq >= from)) {
        OptionalLong known = seq == 0 ? OptionalLong.empty() : OptionalLong.of(seq);
        goesOn = visitor.take(new JournalLine(known, lines.line(), file, lines.offset()));
      }
    }
  }
}
