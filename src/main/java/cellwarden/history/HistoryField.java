package cellwarden.history;

import cellwarden.battery.Metric;
import cellwarden.battery.Metric.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A value of a sample that can be asked for: a published value, an item of a list of numbers, how
/// the link did, or what is said of the sample itself.
///
/// @param name as the user writes it, such as `voltage`, `cells.1` or `link.rssi`
/// @param label for a person
/// @param unit empty for counts, states and texts
/// @param digits decimals that a table for people shows
public record HistoryField(String name, String label, String unit, int digits, Kind kind) {

  /// The number of the sample.
  public static final HistoryField SEQ = new HistoryField("seq", "Number", "", 0, Kind.NUMBER);

  /// What is said of a clock that was not set.
  public static final HistoryField CLOCK = new HistoryField("clock", "Clock", "", 0, Kind.TEXT);

  /// The fields that cannot be, or contradict another one.
  public static final HistoryField SUSPECT =
      new HistoryField("suspect", "Suspect", "", 0, Kind.TEXTS);

  private static final char SEPARATOR = '.';
  private static final Pattern ITEM = Pattern.compile("([a-z_]+)\\.([1-9][0-9]?)");

  /// As many cells as the balance bits can name.
  private static final int MOST_ITEMS = 32;

  private static final List<HistoryField> ALL =
      Stream.concat(
              Stream.of(Metric.values()).map(HistoryField::of),
              Stream.of(
                  new HistoryField("link.attempts", "Connects", "", 0, Kind.NUMBER),
                  new HistoryField("link.connect_ms", "Connect", "ms", 0, Kind.NUMBER),
                  new HistoryField("link.read_ms", "Read", "ms", 0, Kind.NUMBER),
                  new HistoryField("link.rssi", "Signal", "dBm", 0, Kind.NUMBER),
                  new HistoryField("link.stack", "Stack", "", 0, Kind.TEXT),
                  SEQ,
                  CLOCK,
                  SUSPECT))
          .toList();

  /// Everything in the order of the sample; lists as one value each.
  public static List<HistoryField> all() {
    return ALL;
  }

  /// A published value.
  public static HistoryField of(Metric metric) {
    return new HistoryField(
        metric.key(), metric.label(), metric.unit(), metric.digits(), metric.kind());
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
        ? whole(item.group(1)).filter(HistoryField::hasItems).map(list -> list.item(item.group(2)))
        : whole(name);
  }

  /// Every name that [#find(String)] knows, with one example of the items of a list.
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (HistoryField field : ALL) {
      names.add(field.name());
      if (field.hasItems()) {
        names.add(field.name() + ".1");
      }
    }
    return names;
  }

  private static Optional<HistoryField> whole(String name) {
    return ALL.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /// Its items, as many as a board can have; none for what has no items.
  public List<HistoryField> items() {
    return hasItems()
        ? IntStream.rangeClosed(1, MOST_ITEMS)
            .mapToObj(number -> item(Integer.toString(number)))
            .toList()
        : List.of();
  }

  private HistoryField item(String number) {
    return new HistoryField(
        name + SEPARATOR + number,
        label.replaceFirst("s$", "") + " " + number,
        unit,
        digits,
        Kind.NUMBER);
  }

  /// Whether there is a least and a greatest; on and off count as 1 and 0.
  public boolean numeric() {
    return switch (kind) {
      case NUMBER, FLAG -> true;
      case NUMBERS, TEXT, TEXTS, DATE -> false;
    };
  }

  /// Whether each item can be asked for by its number, as `cells.1`: of what is measured in several
  /// places, not of a list of those places.
  public boolean hasItems() {
    return kind == Kind.NUMBERS && !unit.isEmpty();
  }

  /// Whether it is in doubt in a sample that names these as suspect: it is one of them, an item of
  /// one whose wrong items are not marked by themselves, or follows from one.
  public boolean isInDoubt(Collection<String> suspect) {
    Optional<Metric> metric = Metric.find(outer());
    boolean itemsAreMarked = item() >= 0 && metric.filter(Metric::marksItems).isPresent();
    if (suspect.contains(outer()) && !itemsAreMarked) {
      return true;
    }
    return metric.stream()
        .flatMap(known -> known.sources().stream())
        .anyMatch(source -> suspect.contains(source.key()));
  }

  /// The name in the sample: `cells` of `cells.1`.
  public String outer() {
    int dot = name.indexOf(SEPARATOR);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// What is asked of a list or an object: `1` of `cells.1`; empty for a whole value.
  public String inner() {
    int dot = name.indexOf(SEPARATOR);
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /// Where it stands in a list, from 0; -1 for what is no item of one.
  public int item() {
    return ITEM.matcher(name).matches() ? Integer.parseInt(inner()) - 1 : -1;
  }
}
