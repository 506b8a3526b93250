package cellwarden.output.mqtt.bridge;

import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.output.mqtt.client.Message;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A request as it came in, read whole.
///
/// @param battery its name; empty for all
/// @param pause how long to leave it alone
/// @param from beginning of what is to be sent again
/// @param to its end; empty: until now
/// @param stop whether what is being sent again is to end
/// @param numbers what is to be sent again, instead of `from` and `to`
record BridgeRequest(
    What what,
    Optional<String> battery,
    Duration pause,
    Optional<Instant> from,
    Optional<Instant> to,
    boolean stop,
    Optional<Replay.Numbers> numbers) {

  /// No request is as long.
  static final int LONGEST = 4096;

  private static final int LONGEST_TEXT = 100;
  private static final Duration USUAL_PAUSE = Duration.ofMinutes(10);
  private static final double LONGEST_PAUSE_MINUTES = 24 * 60;
  private static final double MINUTE_MILLIS = 60_000;

  private static final String TRANSACTION = "transaction";

  /// What can be asked for, with the keys beside `transaction`.
  @SuppressWarnings("ImmutableEnumChecker")
  enum What {
    READ("battery"),
    PAUSE("battery", "minutes"),
    RESUME("battery"),
    REPLAY("battery", "from", "to", "stop", "from_seq", "to_seq"),
    HEALTH,
    CONFIG;

    private final List<String> keys;

    What(String... keys) {
      this.keys = List.of(keys);
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// What is asked for under this name.
    ///
    /// @throws InvalidException if nothing is
    static What of(String label) throws InvalidException {
      return Stream.of(values())
          .filter(what -> what.label().equals(label))
          .findFirst()
          .orElseThrow(() ->
              new InvalidException("there is no request " + shown(label) + "; there are " + all()));
    }

    private static String all() {
      return Stream.of(values()).map(What::label).collect(Collectors.joining(", "));
    }
  }

  /// It cannot be understood. The message is for whoever asked, and says what is allowed.
  static final class InvalidException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidException(String message) {
      super(message);
    }
  }

  /// The object in the message; none is as an empty one.
  static JsonObject body(Message message) throws InvalidException {
    byte[] payload = message.payload();
    if (payload.length > LONGEST) {
      throw new InvalidException(
          "a request has at most " + LONGEST + " bytes, this one has " + payload.length);
    }
    try {
      return JsonObject.parse(payload.length == 0 ? new byte[] {'{', '}'} : payload);
    } catch (JsonException e) {
      throw new InvalidException(
          "a request is one JSON object, such as {\"battery\":\"myBattery\"}; this is none from byte "
              + e.offset()
              + " on");
    }
  }

  /// What an answer repeats; empty where there is nothing that can be.
  static Optional<Object> transaction(JsonObject body) {
    return body.value(TRANSACTION)
        .filter(value ->
            value instanceof Long
                || (value instanceof String text && text.length() <= LONGEST_TEXT));
  }

  /// @throws InvalidException if it cannot be understood
  static BridgeRequest of(What what, JsonObject body) throws InvalidException {
    TreeSet<String> unknown = new TreeSet<>(body.names());
    unknown.removeAll(what.keys);
    unknown.remove(TRANSACTION);
    if (!unknown.isEmpty()) {
      throw new InvalidException(
          what.label() + " has no " + shown(unknown.first()) + "; it has " + keys(what));
    }
    if (body.value(TRANSACTION).isPresent() && transaction(body).isEmpty()) {
      throw wrong(
          TRANSACTION, "a text of at most " + LONGEST_TEXT + " characters or a whole number");
    }
    boolean stop = false;
    if (body.value("stop").isPresent()) {
      stop = body.value("stop").equals(Optional.of(true));
      if (!stop) {
        throw wrong("stop", "true, or is left out");
      }
    }
    BridgeRequest request =
        new BridgeRequest(
            what,
            text(body, "battery"),
            pause(body),
            time(body, "from"),
            time(body, "to"),
            stop,
            numbers(body));
    if (what == What.REPLAY && !stop) {
      request.checkRange();
    }
    return request;
  }

  private static Optional<Replay.Numbers> numbers(JsonObject body) throws InvalidException {
    if (!body.has("from_seq") && !body.has("to_seq")) {
      return Optional.empty();
    }
    long from = body.whole("from_seq").orElse(0);
    long to = body.whole("to_seq").orElse(0);
    if (!SampleLog.isSeq(from) || !SampleLog.isSeq(to) || from > to) {
      throw new InvalidException(
          "from_seq and to_seq are numbers of samples, both included, such as 100 and 200");
    }
    return Optional.of(new Replay.Numbers(from, to));
  }

  private void checkRange() throws InvalidException {
    if (numbers.isPresent()) {
      if (from.isPresent() || to.isPresent()) {
        throw new InvalidException("replay has either from_seq and to_seq, or from and to");
      }
      return;
    }
    if (from.isEmpty()) {
      throw new InvalidException(
          "replay needs from, such as \"2026-11-22T00:00:00Z\", and may have battery and to");
    }
    if (to.isPresent() && !from.get().isBefore(to.get())) {
      throw new InvalidException("from must be before to");
    }
  }

  private static Duration pause(JsonObject body) throws InvalidException {
    if (body.value("minutes").isEmpty()) {
      return USUAL_PAUSE;
    }
    double minutes = body.number("minutes").orElse(0);
    long millis = (long) (Math.min(minutes, LONGEST_PAUSE_MINUTES) * MINUTE_MILLIS);
    if (!(minutes <= LONGEST_PAUSE_MINUTES) || millis < 1) {
      throw wrong("minutes", "a number above 0, at most " + (int) LONGEST_PAUSE_MINUTES);
    }
    return Duration.ofMillis(millis);
  }

  private static Optional<String> text(JsonObject body, String key) throws InvalidException {
    Optional<String> text = body.text(key);
    if (text.isEmpty() && body.value(key).isPresent()) {
      throw wrong(key, "a text");
    }
    return text;
  }

  private static Optional<Instant> time(JsonObject body, String key) throws InvalidException {
    Optional<String> text = text(body, key);
    try {
      return text.map(said -> OffsetDateTime.parse(said).toInstant());
    } catch (DateTimeException e) {
      throw wrong(key, "a time with its offset, such as \"2026-11-22T00:00:00Z\"");
    }
  }

  private static InvalidException wrong(String key, String right) {
    return new InvalidException(key + " is " + right);
  }

  private static String keys(What what) {
    return Stream.concat(what.keys.stream(), Stream.of(TRANSACTION))
        .collect(Collectors.joining(", "));
  }

  /// What came from outside, so that an answer with it is no longer than others.
  static String shown(String said) {
    return "'"
        + (said.length() > LONGEST_TEXT ? said.substring(0, LONGEST_TEXT) + "…" : said)
        + "'";
  }
}
