package cellwarden.settings;

/// How batteries are announced to Home Assistant.
public enum HomeAssistantDiscovery {
  /// Each battery by one message.
  DEVICE,
  /// Each entity by a message of its own, for what does not understand the other way.
  SINGLE,
  /// Not at all; what was announced once is removed.
  OFF
}
