package cellwarden.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a journal: the current file, rotated and compressed ones alike, in the order of writing.
/// Asks nobody: the journal may be written, rotated and compressed meanwhile, by this program or
/// another one. Safe for use by several threads.
public final class JournalReader {

  private final Disk disk;
  private final JournalFiles files;
  private final FileTroubles troubles;
  private final JournalParts rotated;

  JournalReader(Disk disk, JournalFiles files) {
    this(disk, files, List.of());
  }

  private JournalReader(Disk disk, JournalFiles files, Collection<KnownPart> known) {
    this.disk = disk;
    this.files = files;
    this.troubles = new FileTroubles(files);
    this.rotated = new JournalParts(disk, files, known, troubles);
  }

  /// A reader of the journal with this current file.
  public static JournalReader of(Path journal) {
    return new JournalReader(Disk.real(), new JournalFiles(journal));
  }

  /// A reader that need not look into rotated files that an earlier one looked into.
  ///
  /// @param known what that one found: believed where name and size are still the same
  public static JournalReader of(Path journal, Collection<KnownPart> known) {
    return new JournalReader(Disk.real(), new JournalFiles(journal), known);
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
    synchronized (rotated) {
      return JournalSnapshot.of(disk, files, rotated, troubles);
    }
  }

  /// The rotated files in the order of writing.
  List<JournalPart> rotated() throws IOException {
    synchronized (rotated) {
      return rotated.rotated(null);
    }
  }

  /// Number of the last sample in the rotated files, 0 when there is none.
  long lastRotatedSeq() throws IOException {
    synchronized (rotated) {
      return rotated.lastSeq();
    }
  }

  /// Shows the whole lines, beginning with the first sample whose number is not below `from`; from
  /// 0 on also the faults before it. Files that are older are not opened. A rotated file that
  /// cannot be read, or not to its end, is passed over from there on, and the log says so.
  ///
  /// @return how many lines were passed over that are no whole JSON object, or have a `seq` that no
  ///   sample can have; a last line that is being written is not counted
  /// @throws IOException if the journal cannot be read; what the visitor took before is right
  public long read(long from, Visitor visitor) throws IOException, InterruptedException {
    try (JournalSnapshot snapshot = snapshot()) {
      List<JournalPart> parts = snapshot.parts();
      Pass pass = new Pass(from, visitor);
      for (int i = firstPart(parts, from); i < parts.size() && pass.goesOn; i++) {
        long offset = pass.begun ? 0 : new LineSearch(snapshot, parts.get(i)).offsetBefore(from);
        Optional<LineReader> lines = snapshot.lines(parts.get(i), offset);
        if (lines.isPresent()) {
          try (LineReader open = lines.get()) {
            pass.read(open, parts.get(i).name());
            String name = parts.get(i).name();
            open.damage().ifPresent(damage -> troubles.damaged(name, damage));
          }
        }
      }
      return pass.passedOver;
    }
  }

  /// The last file that begins with this number or one below.
  private static int firstPart(List<JournalPart> parts, long from) {
    for (int i = parts.size() - 1; i > 0; i--) {
      OptionalLong first = parts.get(i).firstSeq();
      if (first.isPresent() && first.getAsLong() <= from) {
        return i;
      }
    }
    return 0;
  }

  /// One way through the files.
  private static final class Pass {

    private final long from;
    private final Visitor visitor;
    private boolean begun;
    private boolean goesOn = true;
    private long passedOver;

    Pass(long from, Visitor visitor) {
      this.from = from;
      this.visitor = visitor;
      this.begun = from <= 0;
    }

    void read(LineReader lines, String file) throws IOException, InterruptedException {
      while (goesOn && lines.next()) {
        if (!lines.ended()) {
          continue;
        }
        switch (LineParser.kind(lines)) {
          case LineKind.Numbered(long seq) -> show(OptionalLong.of(seq), lines, file);
          case LineKind.Plain _ -> show(OptionalLong.empty(), lines, file);
          case LineKind.Misnumbered _, LineKind.Torn _, LineKind.Damaged _ -> passedOver++;
        }
      }
      passedOver += lines.damaged() ? 1 : 0;
    }

    private void show(OptionalLong seq, LineReader lines, String file) throws InterruptedException {
      begun |= seq.isPresent() && seq.getAsLong() >= from;
      if (begun && (seq.isEmpty() || seq.getAsLong() >= from)) {
        goesOn = visitor.take(new JournalLine(seq, lines.line(), file, lines.offset()));
      }
    }
  }
}
