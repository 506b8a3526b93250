package cellwarden.journal;

import cellwarden.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the files of a journal are named. All stand in one folder, and every name begins with that
/// of the current file.
///
/// Where the current file is a symbolic link, such as one to another disk, the journal is what it
/// leads to: a rotation would give the link another name and leave the file where it is.
///
/// @param current the file that is written, such as `bms_data.jsonl`; absolute, and no link
public record JournalFiles(Path current) {

  public static final String COMPRESSED = ".gz";

  /// What follows the name of a file in that of its summary.
  public static final String SUMMARY = ".summary";

  private static final int LAST_YEAR = 9999;

  /// As many as Linux follows.
  private static final int MOST_LINKS = 40;

  private static final Pattern PLACE =
      Pattern.compile("-([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\.([1-9][0-9]{0,8}))?");

  public JournalFiles {
    current = target(current.toAbsolutePath());
  }

  /// Follows links, also to a file that is not there yet.
  private static Path target(Path file) {
    Path found = file;
    for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(found); links++) {
      try {
        found = found.resolveSibling(Files.readSymbolicLink(found));
      } catch (IOException e) {
        return file;
      }
    }
    return found;
  }

  /// Whom a rotated file was named for.
  ///
  /// @param day UTC day of its last sample
  /// @param number 1 for the first file of a day, 2 for the second
  public record Place(LocalDate day, int number) {}

  /// Where all of them stand.
  public Path folder() {
    Path folder = current.getParent();
    return folder == null ? current : folder;
  }

  /// A file that goes with the journal, such as `bms_data.mqtt.json`.
  public Path beside(Companion companion) {
    return current.resolveSibling(stem() + companion.ending);
  }

  /// What was added up of a file, for queries; derived from it, and removed with it.
  ///
  /// @param name of the current file, or of a segment without `.gz`: compressing it changes nothing
  ///   about its summary
  public Path summary(String name) {
    return current.resolveSibling(name + SUMMARY);
  }

  /// The segment that a file belongs to by its name, without `.gz`: it is the segment, its summary,
  /// or about to become one of them.
  public Optional<String> segment(String name) {
    return Optional.of(plain(without(SUMMARY, without(WholeFile.UNFINISHED, name))))
        .filter(this::isRotated);
  }

  /// Whether a file of this name in the journal's folder is the journal's: the current one, one of
  /// a segment, the summary of either, one of its companions, or what is about to become one of
  /// them.
  public boolean owns(String name) {
    return without(SUMMARY, without(WholeFile.UNFINISHED, name)).equals(name())
        || segment(name).isPresent()
        || Arrays.stream(Companion.values())
            .anyMatch(companion -> name.startsWith(stem() + companion.ending));
  }

  /// A rotated file, not compressed.
  public Path rotated(Place place) {
    String number = place.number() == 1 ? "" : "." + place.number();
    return current.resolveSibling(stem() + "-" + place.day() + number + extension());
  }

  /// What the name of a rotated file says, whether compressed or not; empty for any other name.
  public Optional<Place> place(String name) {
    String plain = plain(name);
    if (!plain.startsWith(stem()) || !plain.endsWith(extension())) {
      return Optional.empty();
    }
    int end = plain.length() - extension().length();
    if (end < stem().length()) {
      return Optional.empty();
    }
    Matcher place = PLACE.matcher(plain.substring(stem().length(), end));
    return place.matches() ? place(place) : Optional.empty();
  }

  /// Whether a file can be named for this day: its year has four digits.
  public static boolean isDay(LocalDate day) {
    return day.getYear() >= 0 && day.getYear() <= LAST_YEAR;
  }

  /// Whether a name is that of a rotated file.
  public boolean isRotated(String name) {
    return place(name).isPresent();
  }

  private static Optional<Place> place(Matcher place) {
    try {
      LocalDate day = LocalDate.parse(place.group(1));
      return Optional.of(
          new Place(day, place.group(2) == null ? 1 : Integer.parseInt(place.group(2))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// A name without the ending of a compressed file.
  public static String plain(String name) {
    return without(COMPRESSED, name);
  }

  private static String without(String ending, String name) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  public static Path compressed(Path plain) {
    return plain.resolveSibling(plain.getFileName() + COMPRESSED);
  }

  private String name() {
    return String.valueOf(current.getFileName());
  }

  private String stem() {
    return name().substring(0, name().length() - extension().length());
  }

  /// With its dot; empty where there is none.
  private String extension() {
    int dot = name().lastIndexOf('.');
    return dot <= 0 ? "" : name().substring(dot);
  }
}
