package cellwarden.config;

import java.time.Duration;
import java.util.Optional;

/// The broker and how to log in there.
///
/// @param url the broker
/// @param username empty: anonymous
/// @param password present only together with `username`
/// @param baseTopic first part of every topic, without wildcards and without a slash at either end
/// @param clientId what the broker knows this program by; two programs with one id throw each other
///   out
/// @param backfill whether what the broker missed is delivered later
/// @param maxAge of what is delivered later; empty: any
public record MqttConfig(
    MqttUrl url,
    Optional<String> username,
    Optional<Secret> password,
    String baseTopic,
    String clientId,
    BackfillMode backfill,
    Optional<Duration> maxAge) {

  /// This broker, anonymously, with everything else left at its default.
  public static MqttConfig withDefaults(MqttUrl url) {
    return new MqttConfig(
        url,
        Optional.empty(),
        Optional.empty(),
        Keys.BASE_TOPIC.sample(),
        Keys.CLIENT_ID.sample(),
        Keys.BACKFILL.sample(),
        Keys.BACKFILL_AGE.sample());
  }

  /// The same without delivering later what was missed.
  public MqttConfig withoutBackfill() {
    return new MqttConfig(url, username, password, baseTopic, clientId, BackfillMode.OFF, maxAge);
  }
}
