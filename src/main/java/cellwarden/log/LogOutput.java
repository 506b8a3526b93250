package cellwarden.log;

import cellwarden.text.Printable;
import cellwarden.text.StackText;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/// Makes every line of the log: time, level, words, on standard error.
///
/// What brokers, batteries and libraries say is in it, so one event is one line whatever it holds:
/// control characters are shown, not sent, and a long text is cut. Only a stack trace has lines of
/// its own. Safe for use by several threads.
final class LogOutput {

  /// Characters of a message; a broker may give a reason of 64 kB.
  private static final int LONGEST = 2000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

  private final Supplier<PrintStream> out;
  private final LineBudget budget;

  /// @param out looked up for each line
  LogOutput(Supplier<PrintStream> out, LineBudget budget) {
    this.out = out;
    this.budget = budget;
  }

  /// @param logger name of the class that logs
  /// @param arguments what stands in the places of the pattern
  void write(
      Level level,
      String logger,
      String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable trouble) {
    StringBuilder lines = new StringBuilder();
    String words = String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments));
    // Who asks for details gets all of them.
    if (level.toInt() >= Level.INFO.toInt()) {
      Object about = arguments == null || arguments.length == 0 ? "" : arguments[0];
      LineBudget.Answer answer = budget.ask(logger + ' ' + pattern + ' ' + about);
      switch (answer) {
        case LineBudget.Answer.LeftOut _ -> {
          return;
        }
        case LineBudget.Answer.Last(long minutes) ->
            words =
                cut(words)
                    + " (often; more lines like this one are left out for "
                    + minutes
                    + " minutes)";
        case LineBudget.Answer.Written(long leftOut) -> {
          if (leftOut > 0) {
            line(lines, level, "left out in the hour before, lines like the next one: " + leftOut);
          }
        }
      }
    }
    line(lines, level, words);
    if (trouble != null) {
      lines.append(StackText.of(trouble));
    }
    // At once, so that lines of several threads do not mix.
    PrintStream stream = out.get();
    stream.print(lines);
    stream.flush();
  }

  private static void line(StringBuilder lines, Level level, String words) {
    lines
        .append(TIME.format(ZonedDateTime.now(ZoneId.systemDefault())))
        .append(' ')
        .append(level)
        .append(' ')
        .append(Printable.of(cut(words)))
        .append('\n');
  }

  private static String cut(String words) {
    return words.length() > LONGEST ? words.substring(0, LONGEST) + " …" : words;
  }
}
