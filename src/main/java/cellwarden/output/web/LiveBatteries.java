package cellwarden.output.web;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.json.JsonText;
import cellwarden.output.BridgeFacts;
import cellwarden.output.ServiceHealth;
import cellwarden.settings.BatteryConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// How each battery is now: its last reading as the journal has it, its last fault, and what
/// follows from them. Safe for use by several threads.
final class LiveBatteries {

  private static final double TENTHS_OF_NANOS = 1e8;

  /// One battery since the start.
  private static final class State {
    private @Nullable Sample sample;
    private byte[] line = {};
    private long taken;
    private BatteryEvent.@Nullable Failed fault;
  }

  private final BridgeFacts facts;
  private final LongSupplier nanos;
  private final Map<String, State> states = new HashMap<>();

  /// @param nanos the monotonic clock
  LiveBatteries(BridgeFacts facts, LongSupplier nanos) {
    this.facts = facts;
    this.nanos = nanos;
  }

  synchronized void take(EncodedEvent event) {
    State state = states.computeIfAbsent(event.event().battery(), _ -> new State());
    switch (event.event()) {
      case BatteryEvent.Reading reading -> {
        state.sample = reading.sample();
        state.line = event.json();
        state.taken = nanos.getAsLong();
        state.fault = null;
      }
      case BatteryEvent.Failed failed -> state.fault = failed;
      case BatteryEvent.Incident _ -> {}
    }
  }

  /// All of them as the interface has them.
  byte[] all() {
    return JsonText.object(json -> {
      json.writeArrayPropertyStart("batteries");
      facts.devices().forEach(device -> write(json, device));
      json.writeEndArray();
    });
  }

  /// One of them; empty where there is none of this name.
  Optional<byte[]> one(String battery) {
    return facts.devices().stream()
        .filter(device -> device.name().equals(battery))
        .findFirst()
        .map(device -> JsonText.object(json -> writeProperties(json, device)));
  }

  private void write(JsonGenerator json, BatteryConfig device) {
    json.writeStartObject();
    writeProperties(json, device);
    json.writeEndObject();
  }

  private synchronized void writeProperties(JsonGenerator json, BatteryConfig device) {
    State state = states.getOrDefault(device.name(), new State());
    List<BatteryControl> controls = facts.controls(Optional.of(device.name()));
    json.writeStringProperty("name", device.name());
    json.writeStringProperty("title", device.displayName().orElse(device.name()));
    json.writeStringProperty("address", device.address().toString());
    json.writeName("interval_s");
    JsonText.writeValue(json, seconds(device.interval()));
    json.writeStringProperty("state", state(state));
    json.writeBooleanProperty(
        "paused", controls.stream().anyMatch(control -> control.health().paused()));
    Sample sample = state.sample;
    if (sample != null) {
      json.writeName("age_s");
      double age = Math.round((nanos.getAsLong() - state.taken) / TENTHS_OF_NANOS) / 10.0;
      JsonText.writeValue(json, age);
      json.writeName("sample");
      json.writeRawValue(new String(state.line, StandardCharsets.UTF_8));
    }
    BatteryEvent.Failed fault = state.fault;
    if (fault != null) {
      json.writeObjectPropertyStart("fault");
      json.writeStringProperty("time", EventJson.time(fault.time()));
      json.writeStringProperty("kind", fault.fault().kind().label());
      json.writeStringProperty("sentence", fault.fault().sentence());
      json.writeNumberProperty("in_a_row", fault.consecutive());
      json.writeEndObject();
    }
    json.writeName("polls");
    JsonText.writeValue(
        json, controls.isEmpty() ? Map.of() : ServiceHealth.battery(controls.getFirst()));
  }

  private static String state(State state) {
    BatteryEvent.Failed fault = state.fault;
    if (fault != null && fault.consecutive() >= BatteryEvent.FAILURES_TO_OFFLINE) {
      return "offline";
    }
    return state.sample == null ? "waiting" : "online";
  }

  private static Object seconds(Duration time) {
    return time.toMillisPart() == 0 ? (Object) time.toSeconds() : (Object) (time.toMillis() / 1e3);
  }
}
