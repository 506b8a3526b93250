package cellwarden.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Whole numbers and their units, as the user writes a duration or a size.
public final class Amounts {
  /// Several units go from the largest to the smallest.
  static final String DURATION_PATTERN =
      "(?=.)([0-9]{1,9}w)?([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?";

  static final String SIZE_PATTERN = "[0-9]{1,6}(kB|KB|MB|GB)";

  private record Unit(String name, long size) {}

  private static final List<Unit> DURATIONS =
      List.of(
          new Unit("ms", 1),
          new Unit("s", 1000),
          new Unit("m", 60_000),
          new Unit("h", 3_600_000),
          new Unit("d", 86_400_000),
          new Unit("w", 7 * 86_400_000));

  /// Powers of 1000, as on the label of a disk; the largest first.
  private static final List<Unit> SIZES =
      List.of(
          new Unit("GB", 1_000_000_000),
          new Unit("MB", 1_000_000),
          new Unit("kB", 1000),
          new Unit("KB", 1000));

  private static final Pattern AMOUNT = Pattern.compile("([0-9]+)([a-zA-Z]+)");

  private Amounts() {}

  /// Reads `500ms`, `10s`, `1m30s`, `1h`, `7d` or `2w`.
  ///
  /// @throws ValueException with one sentence when it is none of these
  public static Duration duration(String text) throws ValueException {
    if (text.matches("[0-9]{1,9}")) {
      throw new ValueException(text + " has no unit; write " + text + "s for seconds");
    } else if (!text.matches(DURATION_PATTERN)) {
      throw ValueException.of("a duration such as 500ms, 10s, 1m30s, 1h, 1d or 2w", text);
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
    return AMOUNT
        .matcher(text)
        .results()
        .mapToLong(part ->
            Long.parseLong(part.group(1))
                * units.stream()
                    .filter(unit -> unit.name().equals(part.group(2)))
                    .findFirst()
                    .orElseThrow()
                    .size())
        .sum();
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
