package cellwarden.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Finds the rotated files and puts them in the order of writing, which is that of their first
/// samples: their names follow a clock that jumps. For one thread.
final class JournalParts {

  /// Rotated files do not change, so each is looked into once.
  private record Known(long size, @Nullable Object identity, OptionalLong firstSeq) {

    boolean isOf(Disk.Entry entry) {
      return size == entry.size() && identity != null && identity.equals(entry.identity());
    }
  }

  private static final Comparator<JournalPart> BY_SEQ =
      Comparator.comparingLong(part -> part.firstSeq().orElseThrow());
  private static final Comparator<JournalFiles.Place> BY_PLACE =
      Comparator.comparing(JournalFiles.Place::day).thenComparingInt(JournalFiles.Place::number);

  private final Disk disk;
  private final JournalFiles files;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, KnownPart> told = new HashMap<>();
  private final CurrentStart current = new CurrentStart();
  private final FileTroubles troubles;

  /// @param told what somebody else found out about rotated files
  JournalParts(Disk disk, JournalFiles files, Collection<KnownPart> told, FileTroubles troubles) {
    this.disk = disk;
    this.files = files;
    this.troubles = troubles;
    told.forEach(part -> this.told.put(part.name(), part));
  }

  /// The rotated files.
  ///
  /// @param except what this file is called must be left out: it is the current one that was
  ///   rotated a moment ago; null for none
  List<JournalPart> rotated(@Nullable Object except) throws IOException {
    Map<String, Disk.Entry> entries = new HashMap<>();
    for (Disk.Entry entry : disk.list(files.folder())) {
      if (files.place(entry.name()).isPresent()
          && (except == null || !except.equals(entry.identity()))) {
        entries.merge(JournalFiles.plain(entry.name()), entry, JournalParts::original);
      }
    }
    known.keySet().retainAll(entries.keySet());
    List<JournalPart> parts = new ArrayList<>();
    for (Map.Entry<String, Disk.Entry> entry : entries.entrySet()) {
      part(entry.getKey(), entry.getValue()).ifPresent(parts::add);
    }
    return ordered(parts);
  }

  /// Number of the first sample in the current file, empty while there is none.
  ///
  /// @param identity of the open file
  OptionalLong firstOfCurrent(@Nullable Object identity, DiskFile open) throws IOException {
    return current.of(identity, open);
  }

  /// Number of the last sample in the rotated files, 0 when there is none.
  long lastSeq() throws IOException {
    long last = 0;
    for (JournalPart part : rotated(null).reversed()) {
      if (part.firstSeq().isPresent()) {
        try (LineReader lines = PartReader.open(disk, files.folder().resolve(part.name()), 0)) {
          while (lines.next()) {
            if (LineParser.kind(lines) instanceof LineKind.Numbered(long seq)) {
              last = Math.max(last, seq);
            }
          }
        }
        return last;
      }
    }
    return last;
  }

  /// Of a file and its compressed copy, which is about to take its place.
  private static Disk.Entry original(Disk.Entry one, Disk.Entry other) {
    return one.name().endsWith(JournalFiles.COMPRESSED) ? other : one;
  }

  /// @return empty when the file was removed since
  private Optional<JournalPart> part(String name, Disk.Entry entry) {
    try {
      Known found = known.get(name);
      if (found == null || !found.isOf(entry)) {
        found = new Known(entry.size(), entry.identity(), firstSeq(name, entry.size()));
        known.put(name, found);
        troubles.well(name);
      }
      return Optional.of(part(name, entry, found.firstSeq(), Optional.empty()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      known.remove(name);
      String trouble = troubles.cannotRead(name, e);
      return Optional.of(part(name, entry, OptionalLong.empty(), Optional.of(trouble)));
    }
  }

  private JournalPart part(
      String name, Disk.Entry entry, OptionalLong firstSeq, Optional<String> trouble) {
    return new JournalPart(
        name,
        files.place(name),
        firstSeq,
        entry.size(),
        entry.name().endsWith(JournalFiles.COMPRESSED),
        trouble);
  }

  private OptionalLong firstSeq(String name, long size) throws IOException {
    KnownPart part = told.get(name);
    if (part != null && part.size() == size) {
      return part.firstSeq();
    }
    try (LineReader lines = PartReader.open(disk, files.folder().resolve(name), 0)) {
      OptionalLong first = LineParser.firstSeq(lines);
      if (first.isEmpty() && lines.damage().isPresent()) {
        throw new IOException(lines.damage().get());
      }
      return first;
    }
  }

  /// A file without a sample, or one that cannot be read, goes in front of the first that was named
  /// after it.
  private static List<JournalPart> ordered(Collection<JournalPart> parts) {
    List<JournalPart> ordered =
        new ArrayList<>(
            parts.stream().filter(part -> part.firstSeq().isPresent()).sorted(BY_SEQ).toList());
    parts.stream()
        .filter(part -> part.firstSeq().isEmpty())
        .sorted(Comparator.comparing(part -> part.place().orElseThrow(), BY_PLACE))
        .forEach(part -> ordered.add(indexAfter(ordered, part), part));
    return ordered;
  }

  private static int indexAfter(List<JournalPart> ordered, JournalPart part) {
    Optional<JournalPart> next =
        ordered.stream()
            .filter(other ->
                BY_PLACE.compare(other.place().orElseThrow(), part.place().orElseThrow()) > 0)
            .findFirst();
    return next.map(ordered::indexOf).orElse(ordered.size());
  }
}
