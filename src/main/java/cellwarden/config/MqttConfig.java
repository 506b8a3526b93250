package cellwarden.config;

import java.util.Optional;

/// The broker and how to log in there.
///
/// @param url the broker
/// @param username empty: anonymous
/// @param password present only together with `username`
/// @param baseTopic first part of every topic, without wildcards and without a slash at either end
/// @param clientId what the broker knows this program by; two programs with one id throw each other
///   out
public record MqttConfig(
    MqttUrl url,
    Optional<String> username,
    Optional<Secret> password,
    String baseTopic,
    String clientId) {

  /// This broker, anonymously, with everything else left at its default.
  public static MqttConfig withDefaults(MqttUrl url) {
    return new MqttConfig(
        url, Optional.empty(), Optional.empty(), Keys.BASE_TOPIC.sample(), Keys.CLIENT_ID.sample());
  }
}
