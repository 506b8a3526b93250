package cellwarden.journal;

import cellwarden.journal.disk.Disk;
import cellwarden.settings.JournalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the oldest rotated files: those beyond their age, beyond the size of the whole, and
/// those that take the reserve of the disk. It never touches the current file.
///
/// What an output still needs, and what cannot be read, is removed only for the size of the whole.
///
/// @param neededFrom the lowest number that an output still needs; [Long#MAX_VALUE] for none
record Retention(Disk disk, JournalFiles files, JournalConfig config, LongSupplier neededFrom) {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /// Files that are named for a day before this program was written come from a clock that was not
  /// set; they are as old as what was written after them.
  private static final LocalDate CLOCK_WAS_SET = LocalDate.of(2026, 1, 1);

  /// @param segments the rotated files in the order of writing
  /// @param lastSeq of the whole journal
  void apply(List<Segment> segments, long lastSeq, Instant now) throws IOException {
    Disk.Entry current = disk.find(files.current());
    long total =
        (current == null ? 0 : current.size()) + segments.stream().mapToLong(Segment::size).sum();
    long free = disk.free(files.folder());
    long needed = neededFrom.getAsLong();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      long end = nextSeq(segments, i, lastSeq);
      boolean isNeeded = segment.firstSeq().isPresent() && end > needed;
      if (total > config.maxSize()) {
        remove(segment, "max_size");
        if (isNeeded) {
          sayLoss(segment, Math.max(needed, segment.firstSeq().orElse(0)), end - 1);
        }
      } else if (segment.trouble().isPresent()) {
        continue;
      } else if (!isNeeded && free < config.reserve()) {
        remove(segment, "reserve");
      } else if (!isNeeded && isTooOld(segments, i, now)) {
        remove(segment, "max_age");
      } else {
        return;
      }
      total -= segment.size();
      free += segment.size();
    }
  }

  private boolean isTooOld(List<Segment> segments, int index, Instant now) {
    LocalDate day = day(segments, index);
    return config
        .maxAge()
        .filter(age ->
            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(now.minus(age)))
        .isPresent();
  }

  private static LocalDate day(List<Segment> segments, int index) {
    for (Segment segment : segments.subList(index, segments.size())) {
      if (segment.place().isPresent() && !segment.place().get().day().isBefore(CLOCK_WAS_SET)) {
        return segment.place().get().day();
      }
    }
    return LocalDate.MAX.minusDays(1);
  }

  /// Number of the first sample after a file, or one above its last.
  private static long nextSeq(List<Segment> segments, int index, long lastSeq) {
    for (Segment segment : segments.subList(index + 1, segments.size())) {
      OptionalLong first = segment.firstSeq();
      if (first.isPresent()) {
        return first.getAsLong();
      }
    }
    return lastSeq + 1;
  }

  private void remove(Segment segment, String key) throws IOException {
    disk.delete(files.summary(segment.name()));
    Path plain = files.folder().resolve(segment.name());
    disk.delete(plain);
    disk.delete(JournalFiles.compressed(plain));
    LOG.info("journal {}: removed {} (journal.{})", files.current(), segment.name(), key);
  }

  private void sayLoss(Segment segment, long from, long to) {
    LOG.warn(
        "journal {}: {} held samples {} to {}, which were not delivered yet; raise journal.max_size or check the broker",
        files.current(),
        segment.name(),
        from,
        to);
  }
}
