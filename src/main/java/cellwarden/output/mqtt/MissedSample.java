package cellwarden.output.mqtt;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What must be known of a journal line to deliver it later.
///
/// @param time empty where the clock was not right then: how old the sample is, nobody knows
record MissedSample(String battery, Optional<Instant> time) {

  private static final JsonFactory JSON = new JsonFactory();

  /// A topic must not be made of anything else, whatever somebody wrote into the journal.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Looks into a line.
  ///
  /// @return empty where it is no sample of ours
  static Optional<MissedSample> of(byte[] line) {
    String battery = "";
    String time = "";
    boolean clockIsRight = true;
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "battery" -> battery = text(json);
          case "time" -> time = text(json);
          case "clock" -> clockIsRight = false;
          default -> {}
        }
        json.skipChildren();
      }
    } catch (JacksonException e) {
      return Optional.empty();
    }
    return NAME.matcher(battery).matches()
        ? Optional.of(new MissedSample(battery, clockIsRight ? instant(time) : Optional.empty()))
        : Optional.empty();
  }

  private static String text(JsonParser json) {
    @Nullable String text = json.getValueAsString();
    return text == null ? "" : text;
  }

  private static Optional<Instant> instant(String time) {
    try {
      return Optional.of(Instant.parse(time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
