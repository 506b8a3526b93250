package cellwarden.output.delivery;

import cellwarden.battery.BatteryName;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What must be known of a journal line to deliver it later.
///
/// @param time empty where the clock was not right then: how old the sample is, nobody knows
record MissedSample(String battery, Optional<Instant> time) {

  private static final Set<String> NEEDED = Set.of("battery", "time", "clock");

  /// Looks into a line.
  ///
  /// @return empty where it is no sample of ours
  static Optional<MissedSample> of(byte[] line) {
    try {
      JsonObject json = JsonObject.parseOnly(NEEDED, line, 0, line.length);
      Optional<Instant> time = json.has("clock") ? Optional.empty() : json.time("time");
      return json.text("battery")
          // A topic must not be made of anything else, whatever somebody wrote into the journal.
          .filter(BatteryName::isValid)
          .map(name -> new MissedSample(name, time));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
