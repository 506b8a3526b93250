package cellwarden.history;

import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One sample of the journal.
public final class SampleRow {

  private final long seq;
  private final Instant time;
  private final String battery;
  private final byte[] json;
  private @Nullable JsonObject sample;

  /// @param json UTF-8 of its line, a whole object
  public SampleRow(long seq, Instant time, String battery, byte[] json) {
    this.seq = seq;
    this.time = time;
    this.battery = battery;
    this.json = json.clone();
  }

  /// Takes one sample after the other.
  @FunctionalInterface
  public interface Visitor {
    void take(SampleRow sample) throws IOException;
  }

  public long seq() {
    return seq;
  }

  public Instant time() {
    return time;
  }

  public String battery() {
    return battery;
  }

  /// UTF-8 of its line.
  public byte[] json() {
    return json.clone();
  }

  /// One for each field: a [Number], [Boolean], [String] or a list of them; null where the sample
  /// does not have it.
  public List<@Nullable Object> values(List<HistoryField> fields) {
    List<@Nullable Object> values = new ArrayList<>(fields.size());
    for (HistoryField field : fields) {
      values.add(value(field).orElse(null));
    }
    return values;
  }

  private Optional<Object> value(HistoryField field) {
    if (field.inner().isEmpty()) {
      return sample().value(field.name());
    }
    Optional<JsonObject> object = sample().object(field.outer());
    if (object.isPresent()) {
      return object.get().value(field.inner());
    }
    int item = field.item();
    return sample()
        .list(field.outer())
        .filter(list -> item >= 0 && item < list.size())
        .map(list -> list.get(item));
  }

  /// Whether the clock of the machine was set, so that the time can be believed.
  public boolean clockSet() {
    return sample().value(HistoryField.CLOCK.name()).isEmpty();
  }

  /// Names of the fields that contradict another one.
  public List<String> suspect() {
    return sample().texts(HistoryField.SUSPECT.name());
  }

  private JsonObject sample() {
    try {
      JsonObject known = sample == null ? JsonObject.parse(json) : sample;
      sample = known;
      return known;
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }
}
