package cellwarden.journal.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/// Which values to take out of each line, and where each goes: its place among the fields.
final class SamplePlan {

  static final JsonFactory JSON = new JsonFactory();

  /// The properties that every sample has, as the matcher numbers them.
  static final int SEQ = 0;

  static final int TIME = 1;
  static final int BATTERY = 2;

  private static final List<String> HEAD = List.of("seq", "time", "battery");

  /// What to do with one property of the sample.
  sealed interface Target {

    /// The whole value.
    record Whole(int slot) implements Target {}

    /// The items of a list, by their number from 0; -1 for none.
    record Items(int whole, List<Integer> slots) implements Target {}

    /// The properties of an object, in the order of the matcher.
    record Members(PropertyNameMatcher names, List<Integer> slots) implements Target {}

    /// Nobody asked for it. It has a place all the same, since the parser is quick with the names
    /// that it was told of and slow with others.
    record Unwanted() implements Target {}
  }

  private final List<HistoryField> fields;
  private final int seqSlot;
  private final boolean asNumbers;
  private final PropertyNameMatcher names;
  private final List<Target> targets;

  private SamplePlan(
      List<HistoryField> fields,
      boolean asNumbers,
      PropertyNameMatcher names,
      List<Target> targets) {
    this.fields = fields;
    this.seqSlot = fields.indexOf(HistoryFields.SEQ);
    this.asNumbers = asNumbers;
    this.names = names;
    this.targets = targets;
  }

  /// Takes numbers, in millionths, and leaves out what is none.
  static SamplePlan ofNumbers(List<HistoryField> fields) {
    return of(fields, true);
  }

  /// Takes the values as they are.
  static SamplePlan ofValues(List<HistoryField> fields) {
    return of(fields, false);
  }

  private static SamplePlan of(List<HistoryField> fields, boolean asNumbers) {
    Map<String, List<Integer>> slots = new LinkedHashMap<>();
    for (int slot = 0; slot < fields.size(); slot++) {
      if (fields.get(slot).equals(HistoryFields.SEQ)) {
        continue;
      }
      slots.computeIfAbsent(fields.get(slot).outer(), _ -> new ArrayList<>()).add(slot);
    }
    List<String> properties = new ArrayList<>(HEAD);
    List<Target> targets = new ArrayList<>();
    slots.forEach((name, taken) -> {
      properties.add(name);
      targets.add(target(fields, taken));
    });
    for (HistoryField other : HistoryFields.all()) {
      if (!properties.contains(other.outer())) {
        properties.add(other.outer());
        targets.add(new Target.Unwanted());
      }
    }
    return new SamplePlan(List.copyOf(fields), asNumbers, matcher(properties), targets);
  }

  private static Target target(List<HistoryField> fields, List<Integer> slots) {
    HistoryField first = fields.get(slots.getFirst());
    if (first.name().startsWith("link.")) {
      return new Target.Members(
          matcher(slots.stream().map(slot -> fields.get(slot).inner()).toList()), slots);
    }
    if (slots.size() == 1 && first.inner().isEmpty()) {
      return new Target.Whole(slots.getFirst());
    }
    return items(fields, slots);
  }

  private static Target items(List<HistoryField> fields, List<Integer> slots) {
    int whole = -1;
    List<Integer> items = new ArrayList<>();
    for (int slot : slots) {
      String inner = fields.get(slot).inner();
      if (inner.isEmpty()) {
        whole = slot;
      } else {
        int item = Integer.parseInt(inner) - 1;
        while (items.size() <= item) {
          items.add(-1);
        }
        items.set(item, slot);
      }
    }
    return new Target.Items(whole, items);
  }

  private static PropertyNameMatcher matcher(List<String> names) {
    return JSON.constructNameMatcher(names.stream().map(Named::fromString).toList(), false);
  }

  /// Where the number of the sample goes among the values; -1 if nobody asked for it.
  int seqSlot() {
    return seqSlot;
  }

  /// Where a field goes among the values; -1 if nobody asked for it.
  int slot(HistoryField field) {
    return fields.indexOf(field);
  }

  int size() {
    return fields.size();
  }

  boolean asNumbers() {
    return asNumbers;
  }

  PropertyNameMatcher names() {
    return names;
  }

  /// What to do with a property that is none of the head's.
  Target target(int property) {
    return targets.get(property - HEAD.size());
  }
}
