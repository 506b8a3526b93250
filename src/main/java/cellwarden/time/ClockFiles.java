package cellwarden.time;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the files of a Linux machine tell about its clock, without rights and without a system call
/// of our own.
///
/// The kernel's own answer (adjtimex) would be more general, but a service with `ProtectClock=yes`,
/// as ours is, may not even ask for it.
///
/// @param root where the file system begins
record ClockFiles(Path root) {

  /// Exists while systemd-timesyncd runs (`RuntimeDirectory` of its unit).
  private static final String TIMESYNCD = "run/systemd/timesync";

  /// Touched by systemd-timesyncd with each answer of a time server (systemd-timesyncd.service(8)).
  private static final String SYNCHRONISED = TIMESYNCD + "/synchronized";

  /// A random number of each start of the machine (random(4)).
  private static final String BOOT_ID = "proc/sys/kernel/random/boot_id";

  /// Clocks that go on while the machine is off.
  private static final String HARDWARE_CLOCKS = "sys/class/rtc";

  /// Hardware clocks may keep local time. One that lost its battery is off by years.
  private static final Duration TOLERANCE = Duration.ofDays(1);

  /// Whether the clock is set as far as the files tell. False only where systemd-timesyncd runs, no
  /// time server has answered, and no hardware clock says the same time.
  boolean maySet(Instant wall) {
    return !timesyncdRuns()
        || Files.exists(root.resolve(SYNCHRONISED))
        || hardwareClockAgrees(wall);
  }

  /// Whether systemd-timesyncd runs. Only then a clock is doubted that says a possible time.
  boolean timesyncdRuns() {
    return Files.exists(root.resolve(TIMESYNCD));
  }

  /// Which start of the machine this is; empty where that is not known.
  Optional<String> boot() {
    try {
      return Optional.of(Files.readString(root.resolve(BOOT_ID)).strip())
          .filter(id -> !id.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean hardwareClockAgrees(Instant wall) {
    try (DirectoryStream<Path> clocks = Files.newDirectoryStream(root.resolve(HARDWARE_CLOCKS))) {
      for (Path clock : clocks) {
        if (agrees(clock, wall)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /// A clock that lost its time may refuse to be read.
  private static boolean agrees(Path clock, Instant wall) {
    try {
      String seconds = Files.readString(clock.resolve("since_epoch")).strip();
      Instant said = Instant.ofEpochSecond(Long.parseLong(seconds));
      return Duration.between(said, wall).abs().compareTo(TOLERANCE) <= 0;
    } catch (IOException | NumberFormatException | DateTimeException e) {
      return false;
    }
  }
}
