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

  /// @param parts the rotated files in the order of writing
  /// @param lastSeq of the whole journal
  void apply(List<JournalPart> parts, long lastSeq, Instant now) throws IOException {
    Disk.Entry current = disk.find(files.current());
    long total =
        (current == null ? 0 : current.size()) + parts.stream().mapToLong(JournalPart::size).sum();
    long free = disk.free(files.folder());
    long needed = neededFrom.getAsLong();
    for (int i = 0; i < parts.size(); i++) {
      JournalPart part = parts.get(i);
      long end = nextSeq(parts, i, lastSeq);
      boolean isNeeded = part.firstSeq().isPresent() && end > needed;
      if (total > config.maxSize()) {
        remove(part, "max_size");
        if (isNeeded) {
          sayLoss(part, Math.max(needed, part.firstSeq().orElse(0)), end - 1);
        }
      } else if (part.trouble().isPresent()) {
        continue;
      } else if (!isNeeded && free < config.reserve()) {
        remove(part, "reserve");
      } else if (!isNeeded && isTooOld(parts, i, now)) {
        remove(part, "max_age");
      } else {
        return;
      }
      total -= part.size();
      free += part.size();
    }
  }

  private boolean isTooOld(List<JournalPart> parts, int index, Instant now) {
    LocalDate day = day(parts, index);
    return config
        .maxAge()
        .filter(age ->
            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(now.minus(age)))
        .isPresent();
  }

  private static LocalDate day(List<JournalPart> parts, int index) {
    for (JournalPart part : parts.subList(index, parts.size())) {
      if (part.place().isPresent() && !part.place().get().day().isBefore(CLOCK_WAS_SET)) {
        return part.place().get().day();
      }
    }
    return LocalDate.MAX.minusDays(1);
  }

  /// Number of the first sample after a file, or one above its last.
  private static long nextSeq(List<JournalPart> parts, int index, long lastSeq) {
    for (JournalPart part : parts.subList(index + 1, parts.size())) {
      OptionalLong first = part.firstSeq();
      if (first.isPresent()) {
        return first.getAsLong();
      }
    }
    return lastSeq + 1;
  }

  private void remove(JournalPart part, String key) throws IOException {
    disk.delete(files.summary(part.name()));
    Path plain = files.folder().resolve(part.name());
    disk.delete(plain);
    disk.delete(JournalFiles.compressed(plain));
    LOG.info("journal {}: removed {} (journal.{})", files.current(), part.name(), key);
  }

  private void sayLoss(JournalPart part, long from, long to) {
    LOG.warn(
        "journal {}: {} held samples {} to {}, which were not delivered yet; raise journal.max_size or check the broker",
        files.current(),
        part.name(),
        from,
        to);
  }
}
