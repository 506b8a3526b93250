package cellwarden.config;

import java.time.Duration;
import java.util.List;

/// A whole number and its unit, as the user writes a duration or a size.
public final class Amounts {
  static final String DURATION_PATTERN = "[0-9]{1,9}(ms|s|m|h|d)";
  static final String SIZE_PATTERN = "[0-9]{1,6}(kB|KB|MB|GB)";

  private record Unit(String name, long size) {}

  private static final List<Unit> DURATIONS =
      List.of(
          new Unit("ms", 1),
          new Unit("s", 1000),
          new Unit("m", 60_000),
          new Unit("h", 3_600_000),
          new Unit("d", 86_400_000));

  /// Powers of 1000, as on the label of a disk; the largest first.
  private static final List<Unit> SIZES =
      List.of(
          new Unit("GB", 1_000_000_000),
          new Unit("MB", 1_000_000),
          new Unit("kB", 1000),
          new Unit("KB", 1000));

  private Amounts() {}

  /// Reads `500ms`, `10s`, `5m`, `1h` or `7d`.
  ///
  /// @throws ValueException with one sentence when it is none of these
  public static Duration duration(String text) throws ValueException {
    if (text.matches("[0-9]{1,9}")) {
      throw new ValueException(text + " has no unit; write " + text + "s for seconds");
    } else if (!text.matches(DURATION_PATTERN)) {
      throw ValueException.of("a duration such as 500ms, 10s, 5m, 1h or 1d", text);
    }
    return Duration.ofMillis(amount(text, DURATIONS));
  }

  /// Reads `500kB`, `64MB` or `1GB`.
  ///
  /// @return bytes
  /// @throws ValueException with one sentence when it is none of these
  static long bytes(String text) throws ValueException {
    if (!text.matches(SIZE_PATTERN)) {
      throw ValueException.of("a size such as 500kB, 64MB or 1GB", text);
    }
    return amount(text, SIZES);
  }

  private static long amount(String text, List<Unit> units) {
    String name = text.replaceFirst("[0-9]+", "");
    long count = Long.parseLong(text.substring(0, text.length() - name.length()));
    return units.stream()
        .filter(unit -> unit.name().equals(name))
        .mapToLong(unit -> count * unit.size())
        .findFirst()
        .orElseThrow();
  }

  /// The shortest text that [#bytes(String)] reads back to the same size, which is cut to kB.
  static String format(long bytes) {
    return SIZES.stream()
        .filter(unit -> bytes >= unit.size() && bytes % unit.size() == 0)
        .findFirst()
        .map(unit -> bytes / unit.size() + unit.name())
        .orElse(bytes / 1000 + "kB");
  }
}
