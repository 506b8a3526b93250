package cellwarden.cli.console;

import cellwarden.config.Amounts;
import cellwarden.config.ValueException;
import cellwarden.config.ValueTypes;
import cellwarden.transport.Address;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// How options and arguments are read whose types picocli would read in a way of its own.
public final class OptionTypes {

  private static final Pattern MONTHS = Pattern.compile("([0-9]{1,4})(mo|y)");
  private static final int MONTHS_OF_A_YEAR = 12;

  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu[-MM[-dd]]")
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
          .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private OptionTypes() {}

  /// Reads one type.
  @FunctionalInterface
  public interface Parser<T> {
    /// Reads a text.
    ///
    /// @throws ValueException with what is right, for a person
    T parse(String text) throws ValueException;
  }

  /// Teaches a command and those below it: a [Duration] is read as in the configuration, an
  /// [Instant] by [#moment] in UTC, and what cannot be a [Path] is said in our words.
  public static void register(CommandLine command) {
    command.registerConverter(Duration.class, text -> convert(text, Amounts::duration));
    command.registerConverter(Path.class, text -> convert(text, OptionTypes::path));
    command.registerConverter(
        Instant.class, text -> convert(text, said -> moment(said, Instant.now(), ZoneOffset.UTC)));
  }

  /// Reads under the rules of the configuration, and in its words.
  public static <T> T convert(String text, Parser<T> parser) {
    try {
      return parser.parse(text);
    } catch (ValueException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /// How many months of the calendar `3mo` or `1y` are; empty for any other text.
  public static OptionalInt months(String text) {
    Matcher months = MONTHS.matcher(text);
    return months.matches()
        ? OptionalInt.of(
            Integer.parseInt(months.group(1))
                * (months.group(2).equals("y") ? MONTHS_OF_A_YEAR : 1))
        : OptionalInt.empty();
  }

  private static Path path(String text) throws ValueException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw ValueTypes.noPath();
    }
  }

  /// The address of a battery.
  ///
  /// @param said what the user said, for the sentence on what is wrong with it
  /// @throws CommandException if it is none
  public static Address address(String said, String text) {
    try {
      return AddressParser.parse(text);
    } catch (AddressException e) {
      throw CommandException.usage(said + ": " + e.getMessage());
    }
  }

  /// So long ago (`7d`, `1h30m`, `2w`, `3mo`, `1y`), `now`, `today`, `yesterday`, or the beginning
  /// of a year, a month or a day, or a day and a time; in this zone unless an offset follows.
  ///
  /// @throws ValueException if it is none
  public static Instant moment(String text, Instant now, ZoneId zone) throws ValueException {
    ZonedDateTime local = now.atZone(zone);
    OptionalInt months = months(text);
    if (months.isPresent()) {
      return local.minusMonths(months.getAsInt()).toInstant();
    }
    try {
      return switch (text) {
        case "now" -> now;
        case "today" -> local.toLocalDate().atStartOfDay(zone).toInstant();
        case "yesterday" -> local.toLocalDate().minusDays(1).atStartOfDay(zone).toInstant();
        default ->
            text.matches("[0-9]{4}([^0-9a-z].*)?")
                ? written(text, zone)
                : now.minus(Amounts.duration(text));
      };
    } catch (ValueException | DateTimeException e) {
      throw ValueException.of(
          "so long ago, such as 7d, or a moment such as today, 2026-06 or 2026-06-01T12:00", text);
    }
  }

  /// The same of an option.
  ///
  /// @throws CommandException if it is none
  public static Instant moment(String option, String text, Instant now, ZoneId zone) {
    try {
      return moment(text, now, zone);
    } catch (ValueException e) {
      throw CommandException.usage(option + ": " + e.getMessage());
    }
  }

  private static Instant written(String text, ZoneId zone) {
    TemporalAccessor parsed = MOMENT.parse(text);
    ZoneOffset offset = parsed.query(TemporalQueries.offset());
    return LocalDateTime.from(parsed).atZone(offset == null ? zone : offset).toInstant();
  }
}
