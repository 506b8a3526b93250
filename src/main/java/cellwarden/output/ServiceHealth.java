package cellwarden.output;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryControl.PollHealth;
import cellwarden.battery.EventJson;
import cellwarden.battery.ReadStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the program does, for those who ask.
public final class ServiceHealth {

  private ServiceHealth() {}

  /// Texts, numbers, truth values and maps of them.
  ///
  /// @param outputs what outputs say of themselves, by their names
  public static Map<String, Object> of(
      BridgeFacts facts, Instant now, Duration uptime, Map<String, Object> outputs) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("time", EventJson.time(now));
    data.put("bridge", facts.installation());
    data.put("uptime_s", uptime.toSeconds());
    data.put("memory", ProcessMemory.now());
    data.putAll(outputs);
    data.put("restarts", facts.restarts().counts());
    Map<String, Object> batteries = new LinkedHashMap<>();
    facts.controls().forEach(control -> batteries.put(control.battery(), battery(control)));
    data.put("batteries", batteries);
    return data;
  }

  /// How the polls of a battery went.
  public static Map<String, Object> battery(BatteryControl control) {
    PollHealth health = control.health();
    ReadStatistics last = health.statistics();
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("reads", health.polls());
    said.put("failures", health.failures());
    said.put("failures_in_a_row", health.failuresInARow());
    said.put("paused", health.paused());
    last.successRatio().ifPresent(ratio -> said.put("success_ratio", ratio));
    last.connect().ifPresent(times -> put(said, "connect_ms", times));
    last.read().ifPresent(times -> put(said, "read_ms", times));
    last.rssi().ifPresent(rssi -> said.put("rssi", rssi));
    if (!health.recoveries().isEmpty()) {
      said.put("recoveries", health.recoveries());
    }
    return said;
  }

  private static void put(Map<String, Object> said, String name, ReadStatistics.Times times) {
    said.put(name + "_p50", times.median().toMillis());
    said.put(name + "_p95", times.p95().toMillis());
  }
}
