package cellwarden.journal.history;

import cellwarden.journal.JournalPart;
import cellwarden.journal.JournalSnapshot;
import cellwarden.journal.LineReader;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the journal from a place on, batch by batch, in the order of writing.
final class BatchReader implements AutoCloseable {

  /// What every line of the journal begins with; anything else is none.
  private static final byte OBJECT = '{';

  private final JournalSnapshot snapshot;
  private final HistoryWatcher watcher;
  private final long size;
  private long before;
  private int part;
  private long offset;
  private long end;
  private @Nullable LineReader lines;
  private final Set<DamagedPart> damaged = new LinkedHashSet<>();

  /// @param from where to begin
  BatchReader(JournalSnapshot snapshot, Place from, HistoryWatcher watcher) {
    this.snapshot = snapshot;
    this.part = from.part();
    this.offset = from.offset();
    this.watcher = watcher;
    this.size = size(snapshot, snapshot.parts().size());
    this.before = size(snapshot, part);
  }

  private static long size(JournalSnapshot snapshot, int parts) {
    return snapshot.parts().stream().limit(parts).mapToLong(JournalPart::size).sum();
  }

  /// A place in the journal.
  ///
  /// @param part index of a file in the snapshot
  /// @param offset where a line begins in it
  record Place(int part, long offset) {
    static final Place START = new Place(0, 0);
  }

  /// Fills the batch with the next lines.
  ///
  /// @return whether there are any
  boolean fill(Batch batch) throws IOException {
    while (part < snapshot.parts().size()) {
      LineReader open = opened();
      if (open != null) {
        batch.begin(snapshot.parts().get(part).firstSeq().orElse(0));
        fill(batch, open);
        if (batch.lines() > 0) {
          // Of a compressed file only the end is known.
          watcher.read(before + Math.min(open.nextOffset(), partSize()), size);
          return true;
        }
      }
      closePart();
    }
    return false;
  }

  private void fill(Batch batch, LineReader open) throws IOException {
    while (batch.hasRoom() && open.nextOffset() < end && open.next()) {
      if (open.ended() && open.length() > 0 && open.buffer()[open.start()] == OBJECT) {
        batch.add(open.buffer(), open.start(), open.length(), open.offset());
      }
    }
  }

  private @Nullable LineReader opened() throws IOException {
    if (lines == null) {
      JournalPart next = snapshot.parts().get(part);
      end = end(next);
      lines = snapshot.lines(next, offset).orElse(null);
    }
    return lines;
  }

  /// How far a file may be believed.
  private long end(JournalPart next) throws IOException {
    if (!next.compressed()) {
      return Long.MAX_VALUE;
    }
    OptionalLong damage = new CompressedCheck(snapshot, next).damage();
    if (damage.isPresent()) {
      DamagedPart found = DamagedPart.of(next);
      damaged.add(found);
      watcher.note(found.note());
    }
    return damage.orElse(Long.MAX_VALUE);
  }

  /// The compressed files that turned out to be damaged so far.
  Set<DamagedPart> damaged() {
    return damaged;
  }

  private void closePart() throws IOException {
    close();
    before += partSize();
    part++;
    offset = 0;
  }

  private long partSize() {
    return snapshot.parts().get(part).size();
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
