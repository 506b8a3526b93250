package cellwarden.fleet.message;

import cellwarden.battery.BatteryName;
import cellwarden.battery.Metric;
import cellwarden.battery.SampleLog;
import cellwarden.fleet.message.FleetMessage.Place;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what a fleet publishes. Whatever comes, something comes of it.
public final class MessageReader {

  /// Before it no Cellwarden was. A clock that was never set says 1970.
  static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

  /// So far a site's clock may be ahead.
  static final Duration AHEAD = Duration.ofDays(1);

  /// Bytes of a payload. What is right has some 1,500, an answer about many gaps some more.
  public static final int LARGEST = 32_768;

  /// No battery has more of anything; larger ones would overflow where they are averaged.
  private static final double MOST = 1e9;

  private static final String TIME = "time";
  private static final String SITE = "site";
  private static final String BATTERY = "battery";
  private static final String SEQ = "seq";
  private static final String CLOCK = "clock";
  private static final String SUSPECT = "suspect";
  private static final String JOURNAL = "journal";
  private static final String EXTRA = "extra";

  /// What is no value of a metric and has a column of its own.
  private static final Set<String> KEY = Set.of(TIME, SITE, BATTERY, SEQ, CLOCK, SUSPECT);

  /// How every site begins a sample.
  private static final Pattern BEGINNING =
      Pattern.compile("\\s*\\{\\s*\"seq\"\\s*:\\s*([0-9]{1,16})\\s*[,}]");

  private static final int LONGEST_BEGINNING = 100;

  /// A journal's id is no longer.
  private static final int LONGEST_ID = 64;

  private final String base;
  private final InstantSource clock;

  /// @param base what stands before the sites
  public MessageReader(String base, InstantSource clock) {
    this.base = base;
    this.clock = clock;
  }

  /// What a member of this group subscribes to.
  public List<String> topics(String group) {
    return Stream.concat(
            FleetTopic.shared(base).stream().map(topic -> "$share/" + group + "/" + topic),
            FleetTopic.ofEach(base).stream())
        .toList();
  }

  /// What cannot be written as it is. The message is the reason.
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /// Reads a message.
  ///
  /// @param payload or its beginning, where it has more than [#LARGEST] bytes
  /// @param length bytes of the whole payload
  /// @param journal which journal the site says that a sample is of
  public FleetMessage read(String topic, byte[] payload, int length, Optional<String> journal) {
    Optional<FleetTopic> found = FleetTopic.parse(base, topic);
    if (found.isEmpty() || payload.length == 0) {
      return new FleetMessage.Nothing();
    }
    FleetTopic of = found.get();
    Optional<Place> place = Optional.empty();
    try {
      checkName("the site", of.site());
      if (of.battery().isPresent()) {
        checkName("the battery", of.battery().get());
      }
      String id = "";
      if (of.kind() == FleetTopic.Kind.LIVE || of.kind() == FleetTopic.Kind.HISTORY) {
        id = id(journal);
        place = placeOfUnreadable(of.site(), id, payload);
      }
      if (length > LARGEST) {
        throw new RefusedException("the message is larger than " + LARGEST + " bytes");
      }
      return switch (of.kind()) {
        case STATE, AVAILABILITY ->
            new FleetMessage.Reachable(of.site(), of.battery(), isOnline(payload));
        case ANSWER -> answer(of.site(), parse(payload));
        case EVENT -> event(of.site(), of.battery().orElseThrow(), parse(payload), payload);
        case LIVE, HISTORY -> {
          JsonObject json = parse(payload);
          place = Optional.empty();
          String battery = of.battery().orElseThrow();
          checkOwner(json, of.site(), battery);
          long seq = seq(json);
          // From here on the number is known to be taken, whatever becomes of the rest.
          place = Optional.of(new Place(of.site(), id, seq)).filter(known -> known.seq() > 0);
          yield sample(of.site(), battery, seq, id, of.kind() == FleetTopic.Kind.HISTORY, json);
        }
      };
    } catch (RefusedException e) {
      return new FleetMessage.Reject(
          of.battery().isPresent() || isName(of.site())
              ? Optional.of(of.site()).filter(MessageReader::isName)
              : Optional.empty(),
          of.battery().filter(MessageReader::isName),
          topic,
          payload,
          length,
          String.valueOf(e.getMessage()),
          place);
    }
  }

  private static String id(Optional<String> journal) throws RefusedException {
    String id = journal.orElse("");
    if (id.length() > LONGEST_ID) {
      throw new RefusedException("the id of the journal is longer than " + LONGEST_ID);
    }
    if (id.indexOf('\0') >= 0) {
      throw new RefusedException("the id of the journal holds a NUL");
    }
    return id;
  }

  /// The place of a sample of which only the beginning can be read. Its site would send the same
  /// again, however often it is asked for the number.
  private static Optional<Place> placeOfUnreadable(String site, String journal, byte[] payload) {
    int most = Math.min(payload.length, LONGEST_BEGINNING);
    Matcher seq = BEGINNING.matcher(new String(payload, 0, most, StandardCharsets.ISO_8859_1));
    return seq.lookingAt() && SampleLog.isSeq(Long.parseLong(seq.group(1)))
        ? Optional.of(new Place(site, journal, Long.parseLong(seq.group(1))))
        : Optional.empty();
  }

  /// Sites are named as batteries are.
  private static boolean isName(String name) {
    return BatteryName.isValid(name);
  }

  private static void checkName(String what, String name) throws RefusedException {
    if (!isName(name)) {
      throw new RefusedException(
          what + " in the topic is not named by 1 to 64 letters, digits, _ or -");
    }
  }

  private static JsonObject parse(byte[] payload) throws RefusedException {
    try {
      return JsonObject.parse(payload);
    } catch (JsonException e) {
      throw new RefusedException(
          "it is no JSON object"
              + (e.offset() > 0 ? ": what stands from byte " + e.offset() + " on is wrong" : ""));
    }
  }

  private static boolean isOnline(byte[] payload) throws RefusedException {
    return switch (new String(payload, StandardCharsets.UTF_8)) {
      case "online" -> true;
      case "offline" -> false;
      default -> throw new RefusedException("it is neither online nor offline");
    };
  }

  /// Nobody speaks for another.
  private static void checkOwner(JsonObject json, String site, String battery)
      throws RefusedException {
    if (json.has(SITE) && !json.text(SITE).equals(Optional.of(site))) {
      throw new RefusedException("site in the payload is not the site in the topic");
    }
    if (!json.text(BATTERY).equals(Optional.of(battery))) {
      throw new RefusedException("battery in the payload is not the battery in the topic");
    }
  }

  /// 0 for a sample that is in no journal.
  private static long seq(JsonObject json) throws RefusedException {
    if (!json.has(SEQ)) {
      return 0;
    }
    OptionalLong seq = json.whole(SEQ);
    if (seq.isEmpty() || !SampleLog.isSeq(seq.getAsLong())) {
      throw new RefusedException("seq is no whole number from 1 to " + SampleLog.LARGEST_SEQ);
    }
    return seq.getAsLong();
  }

  private Instant time(JsonObject json) throws RefusedException {
    // As exact as the database, which would round up, into the next month at worst.
    Optional<Instant> time = json.time(TIME).map(exact -> exact.truncatedTo(ChronoUnit.MICROS));
    if (time.isEmpty()) {
      throw new RefusedException("time is no time in UTC, such as 2026-11-22T14:00:00.123Z");
    }
    if (time.get().isBefore(EARLIEST) || time.get().isAfter(clock.instant().plus(AHEAD))) {
      throw new RefusedException(
          "time is before 2020 or more than a day ahead"
              + (json.has(CLOCK) ? "; the site's clock had not been set" : ""));
    }
    return time.get();
  }

  private FleetMessage sample(
      String site, String battery, long seq, String journal, boolean history, JsonObject json)
      throws RefusedException {
    Instant time = time(json);
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    columns.put(TIME, time.toString());
    columns.put(SITE, site);
    columns.put(BATTERY, battery);
    columns.put(SEQ, seq);
    columns.put(JOURNAL, journal);
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    for (String name : json.names()) {
      Optional<Object> value = json.value(name);
      Optional<Metric> metric = Metric.find(name);
      if (name.equals(CLOCK)) {
        columns.put(CLOCK, text(name, value.orElse("")));
      } else if (name.equals(SUSPECT)) {
        columns.put(SUSPECT, texts(name, value.orElse(List.of())));
      } else if (metric.isPresent()) {
        if (value.isPresent()) {
          columns.put(name, column(metric.get(), value.get()));
        }
      } else if (!KEY.contains(name)) {
        extra.put(stored(name), value.isPresent() ? plain(value.get()) : null);
      }
    }
    if (!extra.isEmpty()) {
      columns.put(EXTRA, extra);
    }
    return new FleetMessage.Taken(site, battery, time, seq, journal, history, columns);
  }

  private FleetMessage event(String site, String battery, JsonObject json, byte[] payload)
      throws RefusedException {
    checkOwner(json, site, battery);
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    columns.put(TIME, time(json).toString());
    columns.put(SITE, site);
    columns.put(BATTERY, battery);
    columns.put("event", text("event", json.value("event").orElse(0)));
    json.whole("id").ifPresent(id -> columns.put(SEQ, id));
    if (json.value("data").isPresent()) {
      columns.put("data", plain(json.value("data").get()));
    }
    columns.put("digest", UUID.nameUUIDFromBytes(payload).toString());
    return new FleetMessage.Happened(site, battery, columns);
  }

  private static FleetMessage answer(String site, JsonObject json) throws RefusedException {
    Optional<JsonObject> data = json.object("data");
    StringBuilder missing = new StringBuilder("{");
    for (Object item : data.flatMap(it -> it.list("missing")).orElse(List.of())) {
      if (!(item instanceof List<?> range
          && range.size() == 2
          && range.get(0) instanceof Long from
          && range.get(1) instanceof Long to
          && SampleLog.isSeq(from)
          && SampleLog.isSeq(to)
          && from <= to)) {
        throw new RefusedException("missing is no list of ranges, such as [[1,5],[7,7]]");
      }
      missing
          .append(missing.length() == 1 ? "[" : ",[")
          .append(from)
          .append(',')
          .append(to + 1)
          .append(')');
    }
    Optional<String> error = json.text("error");
    return new FleetMessage.Answer(
        site,
        stored(json.text("transaction").orElse("")),
        data.flatMap(it -> it.text("state")),
        error.isPresent() ? Optional.of(stored(error.get())) : error,
        stored(data.flatMap(it -> it.text(JOURNAL)).orElse("")),
        data.map(it -> it.whole("last").orElse(0)).orElse(0L),
        missing.append('}').toString());
  }

  /// The value of a metric as its column takes it.
  private static Object column(Metric metric, Object value) throws RefusedException {
    String name = metric.key();
    return switch (metric.kind()) {
      case NUMBER -> number(metric, value);
      case NUMBERS -> {
        if (!(value instanceof List<?> items)) {
          throw new RefusedException(name + " is no list of numbers");
        }
        List<@Nullable Object> numbers = new ArrayList<>();
        for (Object item : items) {
          numbers.add(item == null ? null : number(metric, item));
        }
        yield numbers;
      }
      case FLAG -> {
        if (!(value instanceof Boolean)) {
          throw new RefusedException(name + " is neither true nor false");
        }
        yield value;
      }
      case TEXT -> text(name, value);
      case TEXTS -> texts(name, value);
      case DATE -> {
        try {
          yield LocalDate.parse(text(name, value)).toString();
        } catch (DateTimeException e) {
          throw new RefusedException(name + " is no date, such as 2023-05-17");
        }
      }
    };
  }

  private static Object number(Metric metric, Object value) throws RefusedException {
    boolean whole = isWhole(metric);
    if (whole && value instanceof Long number && number.intValue() == number) {
      return number;
    }
    if (!whole && value instanceof Number number && Math.abs(number.doubleValue()) <= MOST) {
      return number;
    }
    throw new RefusedException(
        metric.key()
            + (whole ? " is no whole number of 32 bits" : " is no number that can be stored"));
  }

  /// Whether a metric is counted and not measured.
  static boolean isWhole(Metric metric) {
    return metric.quantity() == Metric.Quantity.COUNT
        || metric.quantity() == Metric.Quantity.POSITION;
  }

  private static String text(String name, Object value) throws RefusedException {
    if (value instanceof String text) {
      return stored(text);
    }
    throw new RefusedException(name + " is no text");
  }

  private static List<String> texts(String name, Object value) throws RefusedException {
    if (!(value instanceof List<?> items)) {
      throw new RefusedException(name + " is no list of texts");
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      texts.add(text(name, item == null ? 0 : item));
    }
    return texts;
  }

  /// What JSON allows, but no database takes.
  private static String stored(String text) throws RefusedException {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new RefusedException("a text holds a NUL or half a character, which cannot be stored");
    }
    return text;
  }

  private static Object plain(Object value) throws RefusedException {
    return switch (value) {
      case String text -> stored(text);
      case Double number when !Double.isFinite(number) ->
          throw new RefusedException("a number is too large to be stored");
      case List<?> items -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object item : items) {
          list.add(item == null ? null : plain(item));
        }
        yield list;
      }
      case JsonObject object -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name : object.names()) {
          Optional<Object> item = object.value(name);
          map.put(stored(name), item.isPresent() ? plain(item.get()) : null);
        }
        yield map;
      }
      default -> value;
    };
  }
}
