package cellwarden.history.summary;

import cellwarden.history.HistoryField;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The file beside a segment, or beside the current file, that keeps what was added up of it: which
/// file that was, the sections, and a check value over all of it.
///
/// @param segment name of the file that it is about, without `.gz`
/// @param source that file as it was; empty for the current one, which grows
/// @param firstSeq number of its first sample
/// @param lastLine of the current file, the last line that was added up; empty for a segment
/// @param text the sections
record SummaryFile(
    String segment,
    Optional<Source> source,
    OptionalLong firstSeq,
    Optional<Line> lastLine,
    String text) {

  /// To be raised with every change of what the words mean.
  private static final String TITLE = "cellwarden summary 1";

  private static final String CHECK = "check ";
  private static final int CHECK_LENGTH = CHECK.length() + 9;

  /// Nobody's summary is larger.
  private static final long LARGEST = 1 << 28;

  private static final String FIELDS =
      Section.FIELDS.stream().map(HistoryField::name).collect(Collectors.joining(" "))
          + " by the hour";

  private static final String NONE = "-";

  /// A file as it lies on the disk.
  ///
  /// @param size in bytes
  /// @param modified nanoseconds since 1970
  record Source(long size, long modified) {

    /// The file of a segment, or its compressed copy where that took its place; empty if it was
    /// removed.
    static Optional<Source> of(Path folder, String segment) throws IOException {
      for (String name : List.of(segment, segment + ".gz")) {
        try {
          BasicFileAttributes found =
              Files.readAttributes(folder.resolve(name), BasicFileAttributes.class);
          return Optional.of(
              new Source(found.size(), found.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        } catch (NoSuchFileException e) {
          // The other one.
        }
      }
      return Optional.empty();
    }
  }

  /// A line of the current file.
  ///
  /// @param offset where it begins
  /// @param end where the next one begins
  /// @param check value over its bytes
  record Line(long offset, long end, long check) {

    /// The line that begins at an offset.
    static Optional<Line> at(JournalSnapshot snapshot, JournalPart part, long offset)
        throws IOException {
      Optional<LineReader> found = snapshot.lines(part, offset);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (LineReader lines = found.get()) {
        return lines.next() && lines.ended()
            ? Optional.of(new Line(offset, lines.nextOffset(), checkOf(lines)))
            : Optional.empty();
      }
    }

    boolean isIn(JournalSnapshot snapshot, JournalPart part) throws IOException {
      return end <= part.size() && at(snapshot, part, offset).equals(Optional.of(this));
    }

    private static long checkOf(LineReader lines) {
      CRC32 sum = new CRC32();
      sum.update(lines.buffer(), lines.start(), lines.length());
      return sum.getValue();
    }
  }

  /// Reads a summary.
  ///
  /// @return empty where the file is none, is damaged, of another version, or not of this segment
  static Optional<SummaryFile> read(Path file, String segment) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() && found.size() <= LARGEST
          ? parse(Files.readAllBytes(file)).filter(read -> read.segment.equals(segment))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<SummaryFile> parse(byte[] bytes) {
    int end = bytes.length - CHECK_LENGTH;
    SummaryText in = new SummaryText(bytes, 0, Math.max(0, end));
    if (end < 0
        || !check(bytes, end).equals(new String(bytes, end, CHECK_LENGTH, SummaryText.CHARSET))
        || !in.take(TITLE)
        || !in.take(FIELDS)) {
      return Optional.empty();
    }
    String segment = in.name();
    Optional<Source> source =
        in.take(NONE) ? Optional.empty() : Optional.of(new Source(in.whole(), in.whole()));
    OptionalLong firstSeq = in.take(NONE) ? OptionalLong.empty() : OptionalLong.of(in.whole());
    Optional<Line> line =
        in.take(NONE)
            ? Optional.empty()
            : Optional.of(new Line(in.whole(), in.whole(), in.whole()));
    String text = new String(bytes, in.at(), end - in.at(), SummaryText.CHARSET);
    return Optional.of(new SummaryFile(segment, source, firstSeq, line, text));
  }

  private static String check(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return CHECK + HexFormat.of().toHexDigits((int) sum.getValue()) + "\n";
  }

  private byte[] bytes() {
    StringBuilder all = new StringBuilder();
    SummaryText.line(all, TITLE);
    SummaryText.line(all, FIELDS);
    SummaryText.line(all, SummaryText.ofName(segment));
    SummaryText.line(all, source.map(file -> file.size() + " " + file.modified()).orElse(NONE));
    SummaryText.line(all, firstSeq.isPresent() ? firstSeq.getAsLong() : NONE);
    SummaryText.line(
        all,
        lastLine.map(line -> line.offset() + " " + line.end() + " " + line.check()).orElse(NONE));
    byte[] checked = all.append(text).toString().getBytes(SummaryText.CHARSET);
    return all.append(check(checked, checked.length)).toString().getBytes(SummaryText.CHARSET);
  }

  /// Writes it in one step: whoever reads finds the old one or the new one. It is not forced to the
  /// disk: where a power cut leaves half of it, the check value says so.
  void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + JournalFiles.UNFINISHED);
    Files.deleteIfExists(unfinished);
    boolean complete = false;
    try {
      Files.write(unfinished, bytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  /// The sections.
  List<Section> sections(JournalPart part) {
    byte[] bytes = text.getBytes(SummaryText.CHARSET);
    return Section.all(part, bytes, 0, bytes.length);
  }
}
