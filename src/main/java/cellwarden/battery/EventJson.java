package cellwarden.battery;

import cellwarden.json.JsonText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;

/// Samples, faults and incidents as JSON: one object, no line break, the same wherever it goes.
public final class EventJson {

  /// Milliseconds always stand there, so that times sort as text.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventJson() {}

  /// A time as it stands everywhere: UTC, to the millisecond.
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /// UTF-8 of the sample, the fault or the incident.
  public static byte[] encode(BatteryEvent event) {
    return switch (event) {
      case BatteryEvent.Reading reading -> encode(reading.sample());
      case BatteryEvent.Failed failed -> encode(failed);
      case BatteryEvent.Incident incident -> encode(incident);
    };
  }

  /// UTF-8 of the sample.
  public static byte[] encode(Sample sample) {
    return JsonText.object(json -> {
      sample.seq().ifPresent(seq -> json.writeNumberProperty("seq", seq));
      writeHead(json, sample.time(), sample.clockSet(), sample.battery());
      for (Metric metric : sample.metrics()) {
        json.writeName(metric.key());
        JsonText.writeValue(json, sample.values().get(metric));
      }
      writeLink(json, sample.link());
      if (!sample.suspect().isEmpty()) {
        json.writeName("suspect");
        JsonText.writeValue(json, sample.suspect().stream().map(Metric::key).toList());
      }
    });
  }

  private static byte[] encode(BatteryEvent.Failed failed) {
    return JsonText.object(json -> {
      writeHead(json, failed.time(), failed.clockSet(), failed.battery());
      json.writeObjectPropertyStart("fault");
      json.writeStringProperty("kind", failed.fault().kind().label());
      json.writeStringProperty("detail", failed.fault().detail());
      json.writeEndObject();
    });
  }

  private static byte[] encode(BatteryEvent.Incident incident) {
    return JsonText.object(json -> {
      writeHead(json, incident.time(), incident.clockSet(), incident.battery());
      json.writeStringProperty("event", incident.kind().label());
      json.writeName("data");
      JsonText.writeValue(json, incident.data());
      incident.id().ifPresent(id -> json.writeNumberProperty("id", id));
    });
  }

  /// Whoever has read as far as the battery knows when it was and whether that is true.
  private static void writeHead(
      JsonGenerator json, Instant time, boolean clockSet, String battery) {
    json.writeStringProperty("time", time(time));
    if (!clockSet) {
      json.writeStringProperty("clock", "unsynchronised");
    }
    json.writeStringProperty("battery", battery);
  }

  private static void writeLink(JsonGenerator json, Link link) {
    json.writeObjectPropertyStart("link");
    json.writeNumberProperty("attempts", link.attempts());
    json.writeNumberProperty("connect_ms", link.connect().toMillis());
    json.writeNumberProperty("read_ms", link.read().toMillis());
    link.rssi().ifPresent(rssi -> json.writeNumberProperty("rssi", rssi));
    link.stack().ifPresent(stack -> json.writeStringProperty("stack", stack));
    json.writeEndObject();
  }
}
