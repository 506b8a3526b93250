package cellwarden.output.mqtt;

/// The topic names.
///
/// @param base without a slash at its end, `batterie` unless configured
record Topics(String base) {

  static final String ONLINE = "online";
  static final String OFFLINE = "offline";

  String sample(String battery) {
    return base + "/" + battery;
  }

  String availability(String battery) {
    return sample(battery) + "/availability";
  }

  /// Samples that could not be sent live.
  String history(String battery) {
    return sample(battery) + "/history";
  }

  /// Matches the history of every battery.
  String histories() {
    return history("+");
  }

  String event(String battery) {
    return sample(battery) + "/event";
  }

  /// Whether this program runs; also the topic of its last will.
  String bridgeState() {
    return base + "/bridge/state";
  }
}
