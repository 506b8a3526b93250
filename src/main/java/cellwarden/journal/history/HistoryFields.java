package cellwarden.journal.history;

import cellwarden.battery.Metric;
import cellwarden.battery.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What can be asked for: every published value, each item of a list of numbers, and how the link
/// did.
public final class HistoryFields {

  private static final Set<String> NUMBER_LISTS = Set.of("cells", "temperatures");
  private static final Set<String> OTHER_LISTS = Set.of("balancing", "protections");
  private static final Set<String> TEXTS =
      Set.of("production_date", "software_version", "hardware_version");

  private static final List<HistoryField> LINK =
      List.of(
          new HistoryField("link.attempts", "Connects", "", 0, true),
          new HistoryField("link.connect_ms", "Connect", "ms", 0, true),
          new HistoryField("link.read_ms", "Read", "ms", 0, true),
          new HistoryField("link.rssi", "Signal", "dBm", 0, true));

  private static final Pattern ITEM = Pattern.compile("([a-z_]+)\\.([1-9][0-9]?)");

  private HistoryFields() {}

  /// Everything in the order of the sample; lists as one value each.
  public static List<HistoryField> all() {
    return Stream.concat(Metrics.ALL.stream().map(HistoryFields::of), LINK.stream()).toList();
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
        ? whole(item.group(1))
            .filter(list -> NUMBER_LISTS.contains(list.name()))
            .map(list -> item(list, item.group(2)))
        : whole(name);
  }

  /// Every name that [#find(String)] knows, with one example of the items of a list.
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (HistoryField field : all()) {
      names.add(field.name());
      if (NUMBER_LISTS.contains(field.name())) {
        names.add(field.name() + ".1");
      }
    }
    return names;
  }

  private static Optional<HistoryField> whole(String name) {
    return all().stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static HistoryField of(Metric metric) {
    String name = metric.name();
    boolean numeric =
        !NUMBER_LISTS.contains(name) && !OTHER_LISTS.contains(name) && !TEXTS.contains(name);
    return new HistoryField(name, metric.label(), metric.unit(), metric.digits(), numeric);
  }

  private static HistoryField item(HistoryField list, String number) {
    String label = list.label().replaceFirst("s$", "") + " " + number;
    return new HistoryField(list.name() + "." + number, label, list.unit(), list.digits(), true);
  }
}
