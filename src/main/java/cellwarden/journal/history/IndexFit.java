package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.KnownPart;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells whether an index belongs to the files that are there: nothing may have changed of what it
/// has taken in but that old files were removed.
///
/// @param position how far it has come
/// @param known the rotated files that it saw
/// @param damaged those that it could not read to their end
record IndexFit(
    JournalSnapshot snapshot,
    IndexPosition position,
    Set<KnownPart> known,
    Collection<DamagedPart> damaged) {

  /// Number of the journal's first sample.
  static OptionalLong firstSeq(JournalSnapshot snapshot) {
    return snapshot.parts().stream()
        .map(JournalPart::firstSeq)
        .flatMapToLong(OptionalLong::stream)
        .findFirst();
  }

  /// Where to go on; empty if the index does not belong to these files.
  Optional<BatchReader.Place> place() throws IOException {
    OptionalLong first = firstSeq(snapshot);
    return first.isPresent()
            && first.getAsLong() >= position.first()
            && hasAllKnown(first.getAsLong())
            && knowsAll()
            && damagedAreAsTheyWere()
        ? behind()
        : Optional.empty();
  }

  /// Whether every file that it saw is there, but for those before the beginning.
  private boolean hasAllKnown(long first) {
    Map<String, OptionalLong> there =
        snapshot.parts().stream()
            .collect(Collectors.toMap(JournalPart::name, JournalPart::firstSeq, (one, _) -> one));
    return known.stream()
        .filter(part -> part.firstSeq().isPresent() && part.firstSeq().getAsLong() >= first)
        .allMatch(part -> part.firstSeq().equals(there.get(part.name())));
  }

  /// Whether it saw every file that begins before the position. The one of the position itself may
  /// have been the current one then.
  private boolean knowsAll() {
    Set<String> names = known.stream().map(KnownPart::name).collect(Collectors.toSet());
    return snapshot.parts().stream()
        .filter(part -> !part.current() && part.firstSeq().isPresent())
        .filter(part -> !names.contains(part.name()))
        .mapToLong(part -> part.firstSeq().getAsLong())
        .allMatch(first -> first == position.part() || first > position.last());
  }

  private boolean damagedAreAsTheyWere() {
    Map<String, Long> sizes =
        snapshot.parts().stream()
            .collect(Collectors.toMap(JournalPart::name, JournalPart::size, (one, _) -> one));
    return damaged.stream()
        .allMatch(part -> sizes.getOrDefault(part.name(), part.size()) == part.size());
  }

  private Optional<BatchReader.Place> behind() throws IOException {
    List<JournalPart> parts = snapshot.parts();
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).firstSeq().equals(OptionalLong.of(position.part()))) {
        Optional<LineReader> found = snapshot.lines(parts.get(i), position.offset());
        return found.isEmpty() ? Optional.empty() : behind(i, found.get());
      }
    }
    return Optional.empty();
  }

  /// The line of the position must be where it was.
  private Optional<BatchReader.Place> behind(int part, LineReader lines) throws IOException {
    try (lines) {
      boolean same =
          lines.next()
              && lines.ended()
              && IndexPosition.checksum(lines.buffer(), lines.start(), lines.length())
                  == position.checksum();
      return same ? Optional.of(new BatchReader.Place(part, lines.nextOffset())) : Optional.empty();
    }
  }
}
