package cellwarden.app;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sink;
import cellwarden.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the polls that came to their very end: their event is in the journal, as far as the disk
/// takes it, and handed on to the outputs.
final class EndedPolls implements Sink {

  private final Sink sink;
  private final Time time;
  private final Map<String, Long> polls = new ConcurrentHashMap<>();

  /// When the last sample was handed on, on the monotonic clock.
  private final Map<String, Long> readings = new ConcurrentHashMap<>();

  EndedPolls(Sink sink, Time time) {
    this.sink = sink;
    this.time = time;
  }

  @Override
  public void accept(BatteryEvent event) {
    sink.accept(event);
    switch (event) {
      case BatteryEvent.Reading _ -> {
        readings.put(event.battery(), time.nanos());
        polls.merge(event.battery(), 1L, Long::sum);
      }
      case BatteryEvent.Failed _ -> polls.merge(event.battery(), 1L, Long::sum);
      case BatteryEvent.Incident _ -> {}
    }
  }

  /// How many of a battery.
  long count(String battery) {
    return polls.getOrDefault(battery, 0L);
  }

  /// How long ago the last reading of a battery was; empty before the first one.
  Optional<Duration> sinceReading(String battery) {
    return Optional.ofNullable(readings.get(battery)).map(time::since);
  }
}
