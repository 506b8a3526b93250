package cellwarden.journal;

import cellwarden.battery.BatteryEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When the current file gets its lasting name, and which.
record Rotation(Disk disk, JournalFiles files, long maxFileSize) {

  /// UTC day of an event.
  static LocalDate day(BatteryEvent event) {
    return LocalDate.ofInstant(event.time(), ZoneOffset.UTC);
  }

  /// Whether an event must not go into the file any more: it is full, or holds the samples of
  /// another day.
  boolean isDue(CurrentFile file, BatteryEvent event) {
    boolean full = file.length() >= maxFileSize;
    boolean otherDay =
        event instanceof BatteryEvent.Reading
            && file.hasSample()
            && file.day().filter(day -> !day.equals(day(event))).isPresent();
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
    int last =
        disk.list(files.folder()).stream()
            .flatMap(entry -> files.place(entry.name()).stream())
            .filter(place -> place.day().equals(day))
            .mapToInt(JournalFiles.Place::number)
            .max()
            .orElse(0);
    return files.rotated(new JournalFiles.Place(day, last + 1));
  }
}
