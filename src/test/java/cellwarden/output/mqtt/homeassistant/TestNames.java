package cellwarden.output.mqtt.homeassistant;

/// Topics under `base`.
record TestNames() implements HomeAssistant.Names {
  @Override
  public String sample(String battery) {
    return "base/" + battery;
  }

  @Override
  public String availability(String battery) {
    return "base/" + battery + "/availability";
  }

  @Override
  public String bridgeState() {
    return "base/bridge/state";
  }

  @Override
  public String request(String what) {
    return "base/bridge/request/" + what;
  }
}
