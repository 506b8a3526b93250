package cellwarden.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as the user writes them: a whole number and one of `kB`, `MB`, `GB`, which are powers of
/// 1000 as on the label of a disk.
public final class Sizes {
  static final String PATTERN = "[0-9]{1,6}(kB|KB|MB|GB)";
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(kB|KB|MB|GB)");
  private static final long KILO = 1000;

  private Sizes() {}

  /// Reads `500kB`, `64MB` or `1GB`.
  ///
  /// @return bytes
  /// @throws ValueException with one sentence when it is none of these
  public static long parse(String text) throws ValueException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw ValueException.of("a size such as 500kB, 64MB or 1GB", text);
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "GB" -> count * KILO * KILO * KILO;
      case "MB" -> count * KILO * KILO;
      default -> count * KILO;
    };
  }

  /// The shortest text that [#parse(String)] reads back to the same size; `0kB` for less than that.
  public static String format(long bytes) {
    long kilobytes = bytes / KILO;
    if (kilobytes > 0 && kilobytes % (KILO * KILO) == 0) {
      return kilobytes / (KILO * KILO) + "GB";
    }
    return kilobytes > 0 && kilobytes % KILO == 0 ? kilobytes / KILO + "MB" : kilobytes + "kB";
  }
}
