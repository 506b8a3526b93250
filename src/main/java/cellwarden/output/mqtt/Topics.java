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

  /// Whether this program runs; also the topic of its last will.
  String bridgeState() {
    return base + "/bridge/state";
  }
}
