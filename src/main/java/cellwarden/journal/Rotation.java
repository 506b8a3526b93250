package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When the current file gets its lasting name, and which.
record Rotation(Disk disk, JournalFiles files, long maxFileSize) {

  /// Batteries answer at different speed, so samples come out of order by as much. Those of a clock
  /// that was set back come later by more.
  private static final Duration LATE = Duration.ofMinutes(5);

  /// UTC day of the file once an event stands in it: that of the event, unless it is one of the day
  /// before that comes late.
  static LocalDate day(CurrentFile file, BatteryEvent event) {
    LocalDate own = LocalDate.ofInstant(event.time(), ZoneOffset.UTC);
    LocalDate late = LocalDate.ofInstant(event.time().plus(LATE), ZoneOffset.UTC);
    return file.day().filter(day -> day.isAfter(own) && !day.isAfter(late)).orElse(own);
  }

  /// Whether an event must not go into the file any more: it is full, or holds the samples of
  /// another day.
  boolean isDue(CurrentFile file, BatteryEvent event) {
    boolean full = file.length() >= maxFileSize;
    boolean otherDay =
        event instanceof BatteryEvent.Reading
            && file.hasSample()
            && file.day().filter(day -> !day.equals(day(file, event))).isPresent();
    return full || otherDay;
  }

  /// Gives the current file its lasting name, in one step that outlasts a power cut.
  ///
  /// @param day of its last sample
  void rotate(LocalDate day) throws IOException {
    disk.move(files.current(), freeName(day));
    disk.syncFolder(files.folder());
  }

  private Path freeName(LocalDate day) throws IOException {
    int number =
        1
            + disk.list(files.folder()).stream()
                .flatMap(entry -> files.place(entry.name()).stream())
                .filter(place -> place.day().equals(day))
                .mapToInt(JournalFiles.Place::number)
                .max()
                .orElse(0);
    Path free = files.rotated(new JournalFiles.Place(day, number));
    while (isThere(free)) {
      number++;
      free = files.rotated(new JournalFiles.Place(day, number));
    }
    return free;
  }

  /// A folder may have the name, which is no file of the journal.
  private boolean isThere(Path path) throws IOException {
    try {
      disk.entry(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
