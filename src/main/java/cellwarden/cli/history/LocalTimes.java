package cellwarden.cli.history;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Moments for people: local time, with the offset only where the clocks show the same time twice.
record LocalTimes(ZoneId zone) {

  private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx");

  String text(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    boolean twice = zone.getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
    return (twice ? WITH_OFFSET : PLAIN).format(local);
  }

  /// The day alone.
  String day(Instant time) {
    return time.atZone(zone).toLocalDate().toString();
  }
}
