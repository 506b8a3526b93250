package cellwarden.journal.files;

import cellwarden.journal.JournalFiles;
import cellwarden.journal.KnownSegment;
import cellwarden.journal.LineReader;
import cellwarden.journal.Segment;
import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Finds the segments and puts them in the order of writing, which is that of their first samples:
/// their names follow a clock that jumps. For one thread.
public final class Segments {

  private static final Comparator<Segment> BY_SEQ =
      Comparator.comparingLong(segment -> segment.firstSeq().orElseThrow());
  private static final Comparator<Segment> BY_NAME =
      Comparator.comparing(
          segment -> segment.place().orElseThrow(),
          Comparator.comparing(JournalFiles.Place::day)
              .thenComparingInt(JournalFiles.Place::number));

  private static final int WITNESSES = 3;

  private final Disk disk;
  private final JournalFiles files;
  private final FileTroubles troubles;
  private final Map<String, KnownSegment> claimed = new HashMap<>();

  /// A segment does not change, so each is looked into once.
  private final Map<Disk.Entry, Segment> known = new HashMap<>();

  private @Nullable Object currentIdentity;
  private OptionalLong currentFirst = OptionalLong.empty();
  private long currentLooked;

  /// @param claimed what somebody else found out about segments
  public Segments(
      Disk disk, JournalFiles files, Collection<KnownSegment> claimed, FileTroubles troubles) {
    this.disk = disk;
    this.files = files;
    this.troubles = troubles;
    claimed.forEach(segment -> this.claimed.put(segment.name(), segment));
  }

  /// All of them.
  ///
  /// @param except what this file is called must be left out: it is the current one that was
  ///   rotated a moment ago; null for none
  public List<Segment> find(@Nullable Object except) throws IOException {
    Map<String, Disk.Entry> entries = new HashMap<>();
    for (Disk.Entry entry : disk.list(files.folder())) {
      if (files.isRotated(entry.name()) && (except == null || !except.equals(entry.identity()))) {
        entries.merge(JournalFiles.plain(entry.name()), entry, Segments::original);
      }
    }
    known.keySet().retainAll(entries.values());
    return ordered(entries.values().stream().map(this::segment).flatMap(Optional::stream).toList());
  }

  /// Number of the first sample in the current file, empty while there is none. While nothing but
  /// faults stands in it, each look goes on where the one before ended.
  ///
  /// @param identity of the open file
  public OptionalLong firstOfCurrent(@Nullable Object identity, Disk.File open) throws IOException {
    boolean same = identity != null && identity.equals(currentIdentity);
    if (!same || open.length() < currentLooked) {
      currentIdentity = identity;
      currentFirst = OptionalLong.empty();
      currentLooked = 0;
    }
    if (currentFirst.isEmpty()) {
      LineReader lines = new LineReader(new Disk.Input(open, currentLooked, false), currentLooked);
      currentFirst = Line.firstSeq(lines);
      currentLooked = lines.ended() ? lines.nextOffset() : lines.offset();
    }
    return currentFirst;
  }

  /// Number of the last sample in the segments, 0 when there is none.
  public long lastSeq() throws IOException {
    for (Segment segment : find(null).reversed()) {
      if (segment.firstSeq().isPresent()) {
        return lastSeq(segment);
      }
    }
    return 0;
  }

  private long lastSeq(Segment segment) throws IOException {
    long last = 0;
    try (LineReader lines = LineReader.ofSegment(disk, path(segment.name()), 0)) {
      while (lines.next()) {
        last = Math.max(last, Line.at(lines).seq());
      }
    }
    return last;
  }

  private Path path(String name) {
    return files.folder().resolve(name);
  }

  /// Of a file and its compressed copy, which is about to take its place.
  private static Disk.Entry original(Disk.Entry one, Disk.Entry other) {
    return one.name().endsWith(JournalFiles.COMPRESSED) ? other : one;
  }

  /// @return empty when the file was removed since
  private Optional<Segment> segment(Disk.Entry entry) {
    Segment before = known.get(entry);
    if (before != null) {
      return Optional.of(before);
    }
    String name = JournalFiles.plain(entry.name());
    OptionalLong first = OptionalLong.empty();
    Optional<String> trouble = Optional.empty();
    try {
      first = firstSeq(name, entry.size());
      troubles.well(entry.name());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (ZipException e) {
      trouble = Optional.of(Disk.reason(e));
      troubles.damaged(entry.name(), Disk.reason(e));
    } catch (IOException e) {
      trouble = Optional.of(troubles.cannotRead(entry.name(), e));
    }
    boolean compressed = entry.name().endsWith(JournalFiles.COMPRESSED);
    Segment found = new Segment(name, files.place(name), first, entry.size(), compressed, trouble);
    if (trouble.isEmpty() && entry.identity() != null) {
      known.put(entry, found);
    }
    return Optional.of(found);
  }

  private OptionalLong firstSeq(String name, long size) throws IOException {
    KnownSegment segment = claimed.get(name);
    if (segment != null && segment.size() == size) {
      return segment.firstSeq();
    }
    try (LineReader lines = LineReader.ofSegment(disk, path(name), 0)) {
      List<Long> seqs = new ArrayList<>();
      OptionalLong next = Line.firstSeq(lines);
      while (next.isPresent() && seqs.size() < WITNESSES) {
        seqs.add(next.getAsLong());
        next = Line.firstSeq(lines);
      }
      if (seqs.isEmpty() && lines.damage().isPresent()) {
        throw new ZipException(lines.damage().get());
      }
      return believed(seqs);
    }
  }

  /// A first number that does not fit those after it is damaged, and would put the file in another
  /// place: then it is the one in the middle of the first three.
  private static OptionalLong believed(List<Long> seqs) {
    if (seqs.size() < WITNESSES) {
      return seqs.stream().mapToLong(Long::longValue).findFirst();
    }
    long middle = seqs.stream().sorted().toList().get(WITNESSES / 2);
    return OptionalLong.of(seqs.contains(middle - 1) ? middle - 1 : middle);
  }

  /// A file without a sample, or one that cannot be read, goes in front of the first that was named
  /// after it.
  private static List<Segment> ordered(List<Segment> found) {
    List<Segment> ordered =
        new ArrayList<>(
            found.stream().filter(one -> one.firstSeq().isPresent()).sorted(BY_SEQ).toList());
    found.stream()
        .filter(one -> one.firstSeq().isEmpty())
        .sorted(BY_NAME)
        .forEach(one -> ordered.add(indexAfter(ordered, one), one));
    return ordered;
  }

  private static int indexAfter(List<Segment> ordered, Segment one) {
    for (int i = 0; i < ordered.size(); i++) {
      if (BY_NAME.compare(ordered.get(i), one) > 0) {
        return i;
      }
    }
    return ordered.size();
  }
}
