package cellwarden.output.web;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request as it came in, read whole.
///
/// @param header finds one by its name
/// @param peer address of who asks
/// @param body at most [WebServer#MOST_BODY] bytes
@SuppressWarnings("ArrayRecordComponent")
record WebRequest(
    String method,
    String path,
    Map<String, String> query,
    Function<String, Optional<String>> header,
    String peer,
    byte[] body) {

  /// A length of time, in the parameter `every`.
  ///
  /// @param months of the calendar; 0 where it is a duration
  record Every(Duration duration, int months) {}

  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})(mo|[smhdwy])");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,3})?");
  private static final double MILLIS = 1000;

  /// The parameters of a query string.
  ///
  /// @throws WebTrouble if it cannot be read, or has one twice
  static Map<String, String> parse(String raw) throws WebTrouble {
    Map<String, String> query = new HashMap<>();
    try {
      for (String pair : raw.split("&", -1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = decode(equals < 0 ? pair : pair.substring(0, equals));
          String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
          if (query.put(name, value) != null) {
            throw WebTrouble.wrong(name + " is there twice; leave one out");
          }
        }
      }
      return query;
    } catch (IllegalArgumentException e) {
      throw WebTrouble.wrong("the query is not encoded as a URL has it");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// @throws WebTrouble if there is a parameter that is not one of these
  void allow(Set<String> names) throws WebTrouble {
    for (String name : query.keySet()) {
      if (!names.contains(name)) {
        throw WebTrouble.wrong(
            names.isEmpty()
                ? "no parameters are known here"
                : "there is no such parameter here; there are "
                    + String.join(", ", new TreeSet<>(names)));
      }
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /// A moment: with its offset, or seconds since 1970.
  Optional<Instant> time(String name) throws WebTrouble {
    Optional<String> text = text(name);
    try {
      return text.map(said ->
          SECONDS.matcher(said).matches()
              ? Instant.ofEpochMilli(Math.round(Double.parseDouble(said) * MILLIS))
              : OffsetDateTime.parse(said.replace(' ', '+')).toInstant());
    } catch (DateTimeException e) {
      throw WebTrouble.wrong(
          name + " is a time such as 2026-11-22T00:00:00Z, or seconds since 1970");
    }
  }

  /// Empty where it is left out, or `auto`.
  Optional<Every> every() throws WebTrouble {
    Optional<String> text = text("every").filter(said -> !said.equals("auto"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher form = LENGTH.matcher(text.get());
    if (!form.matches()) {
      throw WebTrouble.wrong("every is a length such as 10m, 1h, 1d, 1mo or 1y, or auto");
    }
    int count = Integer.parseInt(form.group(1));
    return Optional.of(
        switch (form.group(2)) {
          case "s" -> new Every(Duration.ofSeconds(count), 0);
          case "m" -> new Every(Duration.ofMinutes(count), 0);
          case "h" -> new Every(Duration.ofHours(count), 0);
          case "d" -> new Every(Duration.ofDays(count), 0);
          case "w" -> new Every(Duration.ofDays(7L * count), 0);
          case "mo" -> new Every(Duration.ofDays(30L * count), count);
          default -> new Every(Duration.ofDays(365L * count), 12 * count);
        });
  }

  /// Whether it comes from this machine.
  boolean isOwn() {
    return InetAddress.ofLiteral(peer).isLoopbackAddress();
  }

  /// The time zone in which days begin; the machine's where it is left out.
  ZoneId zone() throws WebTrouble {
    try {
      return text("zone").map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    } catch (DateTimeException e) {
      throw WebTrouble.wrong("zone is a time zone such as Europe/Berlin");
    }
  }
}
