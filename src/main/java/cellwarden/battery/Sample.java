package cellwarden.battery;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One reading of one battery: what it is, its values, and how the link did.
///
/// `(battery, seq)` identifies a sample; the time does not, since the wall clock of a Raspberry Pi
/// may jump.
///
/// @param seq position in the journal; empty until the journal has it
/// @param time wall clock when register 03 was answered
/// @param clockSet false where the machine's clock had not been set yet, so that the time is wrong
/// @param battery name from the configuration, or the address of an unnamed battery
/// @param values as [Metric.Kind] says; null where the device did not say. The counters are left
///   out where nobody counts, and so is what only other boards say. A probe that cannot be true is
///   null in its list
/// @param suspect what contradicted another value or cannot be true, and still did when it was read
///   again
/// @param link how the poll's link did
/// @param journalId the journal that the counters continue, as [SampleLog#journalId()] has it; 0
///   where they continue none
public record Sample(
    OptionalLong seq,
    Instant time,
    boolean clockSet,
    String battery,
    Map<Metric, Object> values,
    Set<Metric> suspect,
    Link link,
    int journalId) {

  public Sample {
    Map<Metric, Object> published = copyOf(values);
    published.replaceAll(Metric::published);
    values = Collections.unmodifiableMap(published);
    EnumSet<Metric> doubtful = EnumSet.noneOf(Metric.class);
    doubtful.addAll(suspect);
    suspect = Collections.unmodifiableSet(doubtful);
  }

  /// What a sample states, known or not: everything but the counters where nobody counts, what
  /// nobody derived, and what only other boards say.
  public List<Metric> metrics() {
    return Stream.of(Metric.values())
        .filter(metric -> values.containsKey(metric) || metric.isRead())
        .toList();
  }

  /// What a person calls the battery: its display name and, in brackets, its name, or its name
  /// alone.
  public String title() {
    return values.get(Metric.DISPLAY_NAME) instanceof String display
        ? display + " (" + battery + ")"
        : battery;
  }

  /// The number of a metric of the kind [Metric.Kind#NUMBER]; empty where it is unknown.
  public OptionalDouble number(Metric metric) {
    return values.get(metric) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /// Whether a value is in doubt, since it is suspect or follows from what is.
  public boolean isInDoubt(Metric metric) {
    return suspect.contains(metric) || !Collections.disjoint(suspect, metric.sources());
  }

  /// The items of a metric that is a list, null where one is unknown; empty where all are.
  public List<?> list(Metric metric) {
    return values.get(metric) instanceof List<?> list ? list : List.of();
  }

  /// The same sample at its place in the journal.
  public Sample withSeq(long newSeq) {
    return new Sample(
        OptionalLong.of(newSeq), time, clockSet, battery, values, suspect, link, journalId);
  }

  /// The same sample with the counters as they stand at it.
  ///
  /// @param counters a value for each of [Metric#COUNTERS]
  /// @param continued the journal that they continue, 0 for none
  public Sample withCounters(Map<Metric, Double> counters, int continued) {
    return with(counters, continued);
  }

  /// The same sample with these values too.
  public Sample with(Map<Metric, ? extends @Nullable Object> more) {
    return with(more, journalId);
  }

  private Sample with(Map<Metric, ? extends @Nullable Object> more, int journal) {
    Map<Metric, Object> all = copyOf(values);
    all.putAll(more);
    return new Sample(seq, time, clockSet, battery, all, suspect, link, journal);
  }

  /// The same sample as it fits in a journal: without counters that continue another one, since
  /// they would fall there.
  public Sample inJournal(int id) {
    if (journalId == id) {
      return this;
    }
    Map<Metric, Object> read = copyOf(values);
    Metric.COUNTERS.forEach(read::remove);
    return new Sample(seq, time, clockSet, battery, read, suspect, link, 0);
  }

  private static Map<Metric, Object> copyOf(Map<Metric, Object> values) {
    Map<Metric, Object> copy = new EnumMap<>(Metric.class);
    copy.putAll(values);
    return copy;
  }
}
