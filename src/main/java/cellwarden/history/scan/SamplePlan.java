package cellwarden.history.scan;

import cellwarden.battery.Metric;
import cellwarden.history.HistoryField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/// Which numbers to take out of each line, and where each goes: its place among the fields.
public final class SamplePlan {

  static final JsonFactory JSON = new JsonFactory();

  /// The properties that tell what a line is, as the matcher numbers them.
  static final int SEQ = 0;

  static final int TIME = 1;
  static final int BATTERY = 2;
  static final int FAULT = 3;
  static final int EVENT = 4;
  static final int SUSPECT = 5;

  private static final List<String> HEAD =
      List.of("seq", "time", "battery", "fault", "event", HistoryField.SUSPECT.name());

  private static final int[] NOTHING = {};

  /// What to do with one property of the sample.
  sealed interface Target {

    /// A number by itself.
    record Whole(int slot) implements Target {}

    /// The items of a list, by their number from 0; -1 for none.
    @SuppressWarnings("ArrayRecordComponent")
    record Items(int[] slots) implements Target {}

    /// The properties of an object, in the order of the matcher.
    record Members(PropertyNameMatcher names, List<Integer> slots) implements Target {}

    /// Nobody asked for it. It has a place all the same, since the parser is quick with the names
    /// that it was told of and slow with others.
    record Unwanted() implements Target {}
  }

  private final List<HistoryField> fields;
  private final PropertyNameMatcher names;
  private final List<Target> targets = new ArrayList<>();
  private final List<@Nullable Metric> metrics = new ArrayList<>();
  private final Map<String, int[]> inDoubt = new HashMap<>();

  /// @param fields that are wanted, each once
  public SamplePlan(List<HistoryField> fields) {
    this.fields = List.copyOf(fields);
    Map<String, List<Integer>> slots = new LinkedHashMap<>();
    for (int slot = 0; slot < fields.size(); slot++) {
      slots.computeIfAbsent(fields.get(slot).outer(), _ -> new ArrayList<>()).add(slot);
    }
    for (HistoryField other : HistoryField.all()) {
      slots.putIfAbsent(other.outer(), List.of());
    }
    slots.keySet().removeAll(HEAD);
    List<String> properties = new ArrayList<>(HEAD);
    slots.forEach((name, taken) -> {
      properties.add(name);
      targets.add(target(taken));
    });
    this.names = matcher(properties);
    fields.forEach(field -> metrics.add(Metric.find(field.outer()).orElse(null)));
    for (Metric metric : Metric.values()) {
      IntPredicate doubtful = slot -> fields.get(slot).isInDoubt(Set.of(metric.key()));
      inDoubt.put(metric.key(), IntStream.range(0, fields.size()).filter(doubtful).toArray());
    }
  }

  private Target target(List<Integer> slots) {
    if (slots.isEmpty()) {
      return new Target.Unwanted();
    }
    HistoryField first = fields.get(slots.getFirst());
    if (first.inner().isEmpty()) {
      return new Target.Whole(slots.getFirst());
    }
    if (first.item() < 0) {
      return new Target.Members(
          matcher(slots.stream().map(slot -> fields.get(slot).inner()).toList()), slots);
    }
    int[] items =
        new int[1 + slots.stream().mapToInt(slot -> fields.get(slot).item()).max().orElse(0)];
    Arrays.fill(items, -1);
    slots.forEach(slot -> items[fields.get(slot).item()] = slot);
    return new Target.Items(items);
  }

  private static PropertyNameMatcher matcher(List<String> names) {
    return JSON.constructNameMatcher(names.stream().map(Named::fromString).toList(), false);
  }

  /// Where a field goes among the numbers; -1 if nobody asked for it.
  public int slot(HistoryField field) {
    return fields.indexOf(field);
  }

  int size() {
    return fields.size();
  }

  PropertyNameMatcher names() {
    return names;
  }

  /// The places of the fields that are in doubt in a sample that names this one as suspect.
  int[] inDoubt(String suspect) {
    return inDoubt.getOrDefault(suspect, NOTHING);
  }

  /// The places of what is in doubt where the number in this one cannot be true.
  int[] followingFrom(int slot) {
    Metric metric = metrics.get(slot);
    return metric == null || metric.marksItems() ? NOTHING : inDoubt(metric.key());
  }

  /// Whether the number can be true in this place.
  boolean canBe(int slot, double number) {
    Metric metric = metrics.get(slot);
    return metric == null || metric.includes(number);
  }

  /// What to do with a property that is none of the head's.
  Target target(int property) {
    return targets.get(property - HEAD.size());
  }
}
