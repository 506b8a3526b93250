package cellwarden.journal.history;

import cellwarden.battery.Metric;
import cellwarden.battery.Metric.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What can be asked for: every published value, each item of a list of numbers, how the link did,
/// and what is said of the sample itself.
public final class HistoryFields {

  private static final List<HistoryField> LINK =
      List.of(
          new HistoryField("link.attempts", "Connects", "", 0, Kind.NUMBER),
          new HistoryField("link.connect_ms", "Connect", "ms", 0, Kind.NUMBER),
          new HistoryField("link.read_ms", "Read", "ms", 0, Kind.NUMBER),
          new HistoryField("link.rssi", "Signal", "dBm", 0, Kind.NUMBER),
          new HistoryField("link.stack", "Stack", "", 0, Kind.TEXT));

  /// The number of the sample.
  static final HistoryField SEQ = new HistoryField("seq", "Number", "", 0, Kind.NUMBER);

  /// What is said of a clock that was not set.
  static final HistoryField CLOCK = new HistoryField("clock", "Clock", "", 0, Kind.TEXT);

  /// The fields that contradict another one.
  static final HistoryField SUSPECT = new HistoryField("suspect", "Suspect", "", 0, Kind.TEXTS);

  private static final Pattern ITEM = Pattern.compile("([a-z_]+)\\.([1-9][0-9]?)");

  private HistoryFields() {}

  /// Everything in the order of the sample; lists as one value each.
  public static List<HistoryField> all() {
    return Stream.of(
            Stream.of(Metric.values()).map(HistoryFields::of),
            LINK.stream(),
            Stream.of(SEQ, CLOCK, SUSPECT))
        .flatMap(fields -> fields)
        .toList();
  }

  /// The fields with these names.
  ///
  /// @throws IllegalArgumentException if one is unknown
  public static List<HistoryField> of(List<String> names) {
    return names.stream()
        .map(name -> find(name).orElseThrow(() -> new IllegalArgumentException("no field " + name)))
        .toList();
  }

  /// The field with this name, an item such as `cells.1` included.
  public static Optional<HistoryField> find(String name) {
    Matcher item = ITEM.matcher(name);
    return item.matches()
        ? whole(item.group(1)).filter(HistoryField::hasItems).map(list -> item(list, item.group(2)))
        : whole(name);
  }

  /// Every name that [#find(String)] knows, with one example of the items of a list.
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (HistoryField field : all()) {
      names.add(field.name());
      if (field.hasItems()) {
        names.add(field.name() + ".1");
      }
    }
    return names;
  }

  private static Optional<HistoryField> whole(String name) {
    return all().stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static HistoryField of(Metric metric) {
    return new HistoryField(
        metric.key(), metric.label(), metric.unit(), metric.digits(), metric.kind());
  }

  private static HistoryField item(HistoryField list, String number) {
    String label = list.label().replaceFirst("s$", "") + " " + number;
    return new HistoryField(
        list.name() + "." + number, label, list.unit(), list.digits(), Kind.NUMBER);
  }
}
