package cellwarden.output.mqtt;

import cellwarden.battery.Metric;
import cellwarden.battery.Metric.Quantity;
import cellwarden.battery.Sample;
import cellwarden.json.JsonText;
import cellwarden.output.mqtt.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is published of a sample: the journal's line of it, for systems that count the other way
/// with current and power turned, and where it is wanted each value on a topic of its own.
///
/// Not safe for use by several threads, but for [#line].
final class SamplePayloads {

  /// Nothing inside a text looks like this, since quotation marks are escaped there.
  private static final Pattern SIGNED = Pattern.compile(",\"(?:current|power)\":(-?)([0-9.]+)");

  private static final Pattern ZERO = Pattern.compile("[0.]+");

  private final Topics topics;
  private final boolean inverted;
  private final boolean attributes;
  private final Supplier<Optional<String>> journal;
  private final Map<String, Integer> lengths = new HashMap<>();

  /// @param inverted whether current and power are negative while charging
  /// @param attributes whether each value has a topic
  /// @param journal the name of the journal
  SamplePayloads(
      Topics topics, boolean inverted, boolean attributes, Supplier<Optional<String>> journal) {
    this.topics = topics;
    this.inverted = inverted;
    this.attributes = attributes;
    this.journal = journal;
  }

  /// As the journal has them, and nothing else.
  static SamplePayloads plain(Topics topics) {
    return new SamplePayloads(topics, false, false, Optional::empty);
  }

  Topics topics() {
    return topics;
  }

  /// A sample that goes live.
  Message live(String battery, byte[] json, Duration expiry) {
    return Message.expiring(topics.sample(battery), line(json), expiry).ofJournal(journal.get());
  }

  /// One that is sent later.
  Message history(String battery, byte[] json) {
    return Message.passing(topics.history(battery), line(json)).ofJournal(journal.get());
  }

  /// The journal's line as it is published.
  byte[] line(byte[] json) {
    if (!inverted) {
      return json;
    }
    return SIGNED
        .matcher(new String(json, StandardCharsets.UTF_8))
        .replaceAll(SamplePayloads::turned)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String turned(MatchResult found) {
    boolean positive = found.group(1).isEmpty() && !ZERO.matcher(found.group(2)).matches();
    String name = found.group().substring(0, found.group().indexOf(':') + 1);
    return name + (positive ? "-" : "") + found.group(2);
  }

  /// Each value by itself, retained; empty, which removes what stands there, where it is unknown or
  /// in doubt, as Home Assistant shows it.
  List<Message> values(Sample sample) {
    List<Message> values = new ArrayList<>();
    if (attributes) {
      for (Metric metric : sample.metrics()) {
        boolean known = !sample.isInDoubt(metric);
        if (metric.kind() != Metric.Kind.NUMBERS || metric.quantity() == Quantity.POSITION) {
          values.add(value(sample, metric.key(), known ? turned(metric, sample) : null));
        } else {
          addItems(values, sample, metric, known ? sample.list(metric) : List.of());
        }
      }
    }
    return values;
  }

  /// What was there before and is not any more is removed.
  private void addItems(List<Message> values, Sample sample, Metric metric, List<?> items) {
    String list = topics.value(sample.battery(), metric.key());
    int most = Math.max(items.size(), lengths.getOrDefault(list, 0));
    lengths.put(list, most);
    for (int i = 0; i < most; i++) {
      values.add(value(sample, metric.itemKey(i + 1), i < items.size() ? items.get(i) : null));
    }
  }

  private @Nullable Object turned(Metric metric, Sample sample) {
    Object value = sample.values().get(metric);
    boolean turns = inverted && (metric == Metric.CURRENT || metric == Metric.POWER);
    return turns && value instanceof Number number && number.doubleValue() != 0
        ? Double.valueOf(-number.doubleValue())
        : value;
  }

  private Message value(Sample sample, String key, @Nullable Object value) {
    return Message.retained(
        topics.value(sample.battery(), key), text(value).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Double number -> JsonText.number(number);
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list ->
          list.stream().map(SamplePayloads::text).collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }
}
