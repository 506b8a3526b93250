package cellwarden.battery;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Samples and faults as JSON: one object, no line break, the same wherever it goes.
public final class EventJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_SIZE = 1024;

  /// Milliseconds always stand there, so that times sort as text.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventJson() {}

  /// UTF-8 of the sample or of the fault.
  public static byte[] encode(BatteryEvent event) {
    return switch (event) {
      case BatteryEvent.Reading reading -> encode(reading.sample());
      case BatteryEvent.Failed failed -> encode(failed);
    };
  }

  /// UTF-8 of the sample.
  public static byte[] encode(Sample sample) {
    return object(json -> {
      sample.seq().ifPresent(seq -> json.writeNumberProperty("seq", seq));
      writeHead(json, sample.time(), sample.battery());
      for (Metric metric : Metrics.ALL) {
        json.writeName(metric.name());
        writeValue(json, metric.value().apply(sample));
      }
      writeLink(json, sample.link());
      if (!sample.suspect().isEmpty()) {
        json.writeName("suspect");
        writeValue(json, sample.suspect());
      }
    });
  }

  private static byte[] encode(BatteryEvent.Failed failed) {
    return object(json -> {
      writeHead(json, failed.time(), failed.battery());
      json.writeObjectPropertyStart("fault");
      json.writeStringProperty("kind", failed.fault().kind().label());
      json.writeStringProperty("detail", failed.fault().detail());
      json.writeEndObject();
    });
  }

  /// What stands between the braces.
  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator json);
  }

  private static byte[] object(Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeHead(JsonGenerator json, Instant time, String battery) {
    json.writeStringProperty("time", TIME.format(time));
    json.writeStringProperty("battery", battery);
  }

  private static void writeLink(JsonGenerator json, Link link) {
    json.writeObjectPropertyStart("link");
    json.writeNumberProperty("attempts", link.attempts());
    json.writeNumberProperty("connect_ms", link.connect().toMillis());
    json.writeNumberProperty("read_ms", link.read().toMillis());
    link.rssi().ifPresent(rssi -> json.writeNumberProperty("rssi", rssi));
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Double number -> json.writeNumber(number.doubleValue());
      case Integer number -> json.writeNumber(number.intValue());
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(item -> writeValue(json, item));
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }
}
