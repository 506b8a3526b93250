package cellwarden.history.query;

import cellwarden.history.EventRow;
import cellwarden.history.SampleRow;
import cellwarden.journal.JournalLine;
import cellwarden.journal.JournalReader;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Finds the events of an id, and the samples before and after them.
public final class Around {

  private static final Set<String> NEEDED = Set.of("battery", "time", "event", "id");

  /// Numbers before the event that are looked through, and then ten times as many.
  private static final long NEAR = 500;

  /// Lines after the event that are looked through.
  private static final long FAR = 1_000_000;

  private final JournalReader journal;
  private final long id;
  private final Optional<String> battery;
  private final List<EventRow> events = new ArrayList<>();

  /// @param battery whose events are meant; empty: any
  public Around(JournalReader journal, long id, Optional<String> battery) {
    this.journal = journal;
    this.id = id;
    this.battery = battery;
  }

  /// What the journal has of it; without events where it has none.
  public EventRow.BlackBox find() throws IOException, InterruptedException {
    List<SampleRow> after = new ArrayList<>();
    long[] seen = {0};
    journal.read(
        id,
        line -> {
          seen[0]++;
          eventOf(line).filter(this::isMeant).ifPresent(events::add);
          sampleOf(line)
              .filter(sample -> sample.seq() > id && !events.isEmpty() && isOfIt(sample))
              .ifPresent(after::add);
          boolean isThere = !events.isEmpty() || line.seq().orElse(id) <= id + NEAR;
          return isThere && after.size() < EventRow.AROUND && seen[0] < FAR;
        });
    if (events.isEmpty()) {
      return new EventRow.BlackBox(List.of(), List.of());
    }
    List<SampleRow> samples = new ArrayList<>(before());
    samples.addAll(after);
    return new EventRow.BlackBox(events, samples);
  }

  /// The sample that showed it, and those before.
  private List<SampleRow> before() throws IOException, InterruptedException {
    ArrayDeque<SampleRow> before = new ArrayDeque<>();
    long span = NEAR;
    do {
      before.clear();
      journal.read(
          Math.max(1, id - span),
          line -> {
            sampleOf(line)
                .filter(sample -> sample.seq() <= id && isOfIt(sample))
                .ifPresent(before::add);
            if (before.size() > EventRow.AROUND + 1) {
              before.remove();
            }
            return line.seq().orElse(0) < id;
          });
      span *= 10;
    } while (before.size() <= EventRow.AROUND && span / 10 < id);
    return List.copyOf(before);
  }

  private boolean isMeant(EventRow event) {
    return event.id().equals(OptionalLong.of(id))
        && (battery.isEmpty() || battery.get().equals(event.battery()));
  }

  private boolean isOfIt(SampleRow sample) {
    return sample.battery().equals(events.getFirst().battery());
  }

  private static Optional<SampleRow> sampleOf(JournalLine line) {
    return line.seq().isEmpty()
        ? Optional.empty()
        : parse(line.json())
            .flatMap(json ->
                time(json)
                    .flatMap(time ->
                        json.text("battery")
                            .map(name ->
                                new SampleRow(line.seq().getAsLong(), time, name, line.json()))));
  }

  private static Optional<EventRow> eventOf(JournalLine line) {
    return line.seq().isPresent()
        ? Optional.empty()
        : parse(line.json()).flatMap(json -> event(json, line.json()));
  }

  /// The event of a line, if it is one.
  static Optional<EventRow> event(JsonObject line, byte[] json) {
    Optional<String> name = line.text("event");
    Optional<String> battery = line.text("battery");
    Optional<Instant> time = time(line);
    return name.isPresent() && battery.isPresent() && time.isPresent()
        ? Optional.of(
            new EventRow(battery.get(), time.get(), name.get(), line.whole("id"), json.clone()))
        : Optional.empty();
  }

  private static Optional<JsonObject> parse(byte[] json) {
    try {
      return Optional.of(JsonObject.parseOnly(NEEDED, json, 0, json.length));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(JsonObject line) {
    try {
      return line.text("time").map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
