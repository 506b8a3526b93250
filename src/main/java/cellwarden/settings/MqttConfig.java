package cellwarden.settings;

import java.time.Duration;
import java.util.Optional;

/// The broker and how to log in there.
///
/// @param url the broker
/// @param username empty: anonymous
/// @param password present only together with `username`
/// @param baseTopic first part of every topic, without wildcards and without a slash at either end
/// @param clientId what the broker knows this program by; two programs with one id throw each other
///   out; empty: one of this installation's own
/// @param discovery how batteries are announced to Home Assistant
/// @param discoveryPrefix first part of the topics where it looks for that
/// @param backfill whether what the broker missed is delivered later, from the journal to the
///   history topics
/// @param maxAge of what is delivered later; empty: any
/// @param tls files for an encrypted connection
/// @param invertCurrent whether current and power are published negative while charging
/// @param attributes whether each value is published on a topic of its own, too
/// @param site stands after the base topic in every topic
public record MqttConfig(
    MqttUrl url,
    Optional<String> username,
    Optional<Secret> password,
    String baseTopic,
    Optional<String> clientId,
    HomeAssistantDiscovery discovery,
    String discoveryPrefix,
    boolean backfill,
    Optional<Duration> maxAge,
    TlsFiles tls,
    boolean invertCurrent,
    boolean attributes,
    Optional<String> site) {

  /// What every topic begins with, without a slash at its end.
  public String root() {
    return site.map(name -> baseTopic + "/" + name).orElse(baseTopic);
  }

  /// The same, but the broker knows this program by another id.
  public MqttConfig withClientId(String other) {
    return copy(Optional.of(other), backfill, tls);
  }

  /// The same with other files for TLS.
  public MqttConfig with(TlsFiles other) {
    return copy(clientId, backfill, other);
  }

  /// The same, but what was missed is in the journal only.
  public MqttConfig withoutBackfill() {
    return copy(clientId, false, tls);
  }

  /// The same of a site among many.
  public MqttConfig at(String name) {
    return copy(clientId, backfill, tls, Optional.of(name));
  }

  private MqttConfig copy(Optional<String> clientId, boolean backfill, TlsFiles tls) {
    return copy(clientId, backfill, tls, site);
  }

  private MqttConfig copy(
      Optional<String> clientId, boolean backfill, TlsFiles tls, Optional<String> site) {
    return new MqttConfig(
        url,
        username,
        password,
        baseTopic,
        clientId,
        discovery,
        discoveryPrefix,
        backfill,
        maxAge,
        tls,
        invertCurrent,
        attributes,
        site);
  }
}
