package cellwarden.history.summary;

import cellwarden.file.WholeFile;
import cellwarden.history.HistoryField;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
/// @param beginning of the current file, what was added up; empty for a segment
/// @param bytes the sections are in them, from `start` to `end`
@SuppressWarnings("ArrayRecordComponent")
record SummaryFile(
    String segment,
    Optional<Source> source,
    OptionalLong firstSeq,
    Optional<Beginning> beginning,
    byte[] bytes,
    int start,
    int end) {

  /// To be raised with every change of what the words mean.
  private static final String TITLE = "cellwarden summary 2";

  private static final String CHECK = "check ";
  private static final int CHECK_LENGTH = CHECK.length() + 9;
  private static final String UNCHECKED = " ".repeat(CHECK_LENGTH);

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

  /// What was added up of the current file: all of it up to a place. It grows, so neither its size
  /// nor its time says whether that is still the same.
  ///
  /// @param length bytes
  /// @param check value over them
  record Beginning(long length, long check) {

    private static final int CHUNK = 1 << 16;

    /// Of the current file; empty where it is shorter or gone.
    static Optional<Beginning> of(JournalSnapshot snapshot, long length) throws IOException {
      Optional<InputStream> current = snapshot.current();
      if (current.isEmpty()) {
        return Optional.empty();
      }
      CRC32 sum = new CRC32();
      byte[] chunk = new byte[CHUNK];
      long left = length;
      while (left > 0) {
        int count = current.get().read(chunk, 0, (int) Math.min(left, CHUNK));
        if (count < 0) {
          return Optional.empty();
        }
        sum.update(chunk, 0, count);
        left -= count;
      }
      return Optional.of(new Beginning(length, sum.getValue()));
    }

    boolean isIn(JournalSnapshot snapshot) throws IOException {
      return of(snapshot, length).equals(Optional.of(this));
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
    Optional<Beginning> beginning =
        in.take(NONE) ? Optional.empty() : Optional.of(new Beginning(in.whole(), in.whole()));
    return Optional.of(new SummaryFile(segment, source, firstSeq, beginning, bytes, in.at(), end));
  }

  private static String check(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return CHECK + HexFormat.of().toHexDigits((int) sum.getValue()) + "\n";
  }

  /// A summary that was made now.
  ///
  /// @param text the sections
  static SummaryFile of(
      String segment,
      Optional<Source> source,
      OptionalLong firstSeq,
      Optional<Beginning> beginning,
      String text) {
    StringBuilder head = new StringBuilder();
    SummaryText.line(head, TITLE);
    SummaryText.line(head, FIELDS);
    SummaryText.line(head, SummaryText.ofName(segment));
    SummaryText.line(head, source.map(file -> file.size() + " " + file.modified()).orElse(NONE));
    SummaryText.line(head, firstSeq.isPresent() ? firstSeq.getAsLong() : NONE);
    SummaryText.line(head, beginning.map(read -> read.length() + " " + read.check()).orElse(NONE));
    int start = head.length();
    int end = start + text.length();
    byte[] bytes = head.append(text).append(UNCHECKED).toString().getBytes(SummaryText.CHARSET);
    byte[] check = check(bytes, end).getBytes(SummaryText.CHARSET);
    System.arraycopy(check, 0, bytes, end, CHECK_LENGTH);
    return new SummaryFile(segment, source, firstSeq, beginning, bytes, start, end);
  }

  /// Not forced to the disk: where a power cut leaves half of it, the check value says so.
  void write(Path file) throws IOException {
    WholeFile.write(file, bytes);
  }

  /// The sections.
  List<Section> sections(Segment segment) {
    return Section.all(segment, bytes, start, end);
  }
}
