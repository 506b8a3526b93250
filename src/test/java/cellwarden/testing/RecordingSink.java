package cellwarden.testing;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.Sample;
import cellwarden.battery.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Remembers every event.
public final class RecordingSink implements Sink {

  private final List<BatteryEvent> events = new ArrayList<>();

  @Override
  public synchronized void accept(BatteryEvent event) {
    events.add(event);
  }

  /// Takes events as they come from the journal.
  public Consumer<EncodedEvent> encoded() {
    return encoded -> accept(encoded.event());
  }

  public synchronized List<BatteryEvent> events() {
    return List.copyOf(events);
  }

  /// The samples among the events.
  public List<Sample> samples() {
    return events().stream()
        .filter(BatteryEvent.Reading.class::isInstance)
        .map(event -> ((BatteryEvent.Reading) event).sample())
        .toList();
  }

  /// The failures among the events.
  public List<BatteryEvent.Failed> failures() {
    return events().stream()
        .filter(BatteryEvent.Failed.class::isInstance)
        .map(BatteryEvent.Failed.class::cast)
        .toList();
  }
}
