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
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// How options and arguments are read whose types picocli would read in a way of its own.
public final class OptionTypes {

  private static final Pattern WEEKS = Pattern.compile("([0-9]{1,6})w");
  private static final int DAYS = 7;

  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
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

  /// Teaches a command and those below it: a [Duration] is read by [#duration], an [Instant] as a
  /// moment in UTC unless an offset follows, and what cannot be a [Path] is said in our words.
  public static void register(CommandLine command) {
    command.registerConverter(Duration.class, text -> convert(text, OptionTypes::duration));
    command.registerConverter(Path.class, text -> convert(text, OptionTypes::path));
    command.registerConverter(
        Instant.class,
        text -> {
          try {
            return moment(text, ZoneOffset.UTC);
          } catch (DateTimeException e) {
            throw new TypeConversionException(
                "expected a moment such as 2026-06-01 or 2026-06-01T12:00:00Z, found '"
                    + text
                    + "'");
          }
        });
  }

  /// Reads under the rules of the configuration, and in its words.
  public static <T> T convert(String text, Parser<T> parser) {
    try {
      return parser.parse(text);
    } catch (ValueException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /// A duration as in the configuration, such as `500ms`, `10s`, `5m` and `1h`, or weeks: `2w`.
  public static Duration duration(String text) throws ValueException {
    Matcher weeks = WEEKS.matcher(text);
    return weeks.matches()
        ? Duration.ofDays(DAYS * Long.parseLong(weeks.group(1)))
        : Amounts.duration(text);
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

  /// A day, or a day and a time, in this zone unless an offset follows.
  ///
  /// @throws DateTimeException if it is none
  public static Instant moment(String text, ZoneId zone) {
    TemporalAccessor parsed = MOMENT.parse(text);
    ZoneOffset offset = parsed.query(TemporalQueries.offset());
    return LocalDateTime.from(parsed).atZone(offset == null ? zone : offset).toInstant();
  }
}
